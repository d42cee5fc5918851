"""Routes that take CSV files and answer line by line."""

import asyncio
from enum import StrEnum

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from kontor_contracts.errors import DomainError

from kontor_customers.api.callers import Accountant, author_of
from kontor_customers.usecases.books import Books
from kontor_customers.usecases.imports import KINDS, Import, run

MEDIA_TYPE = "application/x-ndjson"
LARGEST_FILE = 64 * 1024 * 1024


class FileTooLargeError(DomainError):
    """The file is larger than one import takes."""

    status = 413


class KindName(StrEnum):
    CUSTOMERS = "customers"
    CONTACTS = "contacts"
    PAYMENTS = "payments"


def router(books: Books) -> APIRouter:
    routes = APIRouter(tags=["imports"])

    @routes.post(
        "/imports/{kind}",
        response_class=StreamingResponse,
        responses={200: {"content": {MEDIA_TYPE: {}}, "description": "One report line a row"}},
        openapi_extra={"requestBody": {"required": True, "content": {"text/csv": {}}}},
    )
    async def import_csv(
        kind: KindName, request: Request, caller: Accountant, *, dry_run: bool = False
    ) -> StreamingResponse:
        """Import a CSV file; the same file again changes nothing.

        The answer is one JSON object a line: progress, refused cells, and the sum at the end.
        """
        job = Import(books, author_of(caller, "import"), dry_run)
        file = await asyncio.to_thread(KINDS[kind].read, await _body(request))
        lines = run(job, KINDS[kind], file)
        encoded = (line.model_dump_json() + "\n" async for line in lines)
        return StreamingResponse(encoded, media_type=MEDIA_TYPE)

    return routes


async def _body(request: Request) -> bytes:
    """The whole body; FileTooLargeError as soon as it is too large."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_FILE:
            raise FileTooLargeError(
                f"the file is larger than {LARGEST_FILE // 1024 // 1024} MB; cut it into several"
            )
    return bytes(body)
