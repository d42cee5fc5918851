"""Routes that take CSV files and answer line by line."""

import asyncio
from enum import StrEnum

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from kontor_chassis.http import limited_body
from kontor_chassis.import_report import MEDIA_TYPE, as_json_lines

from kontor_customers.api.callers import Accountant, author_of
from kontor_customers.usecases.books import Books
from kontor_customers.usecases.imports import KINDS, Import, run

LARGEST_FILE = 64 * 1024 * 1024


class KindName(StrEnum):
    CUSTOMERS = "customers"
    CONTACTS = "contacts"
    PAYMENTS = "payments"
    NOTES = "notes"


class Mapping(StrEnum):
    """Whose names the first line of the file has."""

    OURS = "ours"
    BLUEROCKTEL = "bluerocktel"


def router(books: Books) -> APIRouter:
    routes = APIRouter(tags=["imports"])

    @routes.post(
        "/imports/{kind}",
        response_class=StreamingResponse,
        responses={200: {"content": {MEDIA_TYPE: {}}, "description": "One report line a row"}},
        openapi_extra={"requestBody": {"required": True, "content": {"text/csv": {}}}},
    )
    async def import_csv(
        kind: KindName,
        request: Request,
        caller: Accountant,
        mapping: Mapping = Mapping.OURS,
        *,
        dry_run: bool = False,
    ) -> StreamingResponse:
        """Import a CSV file; the same file again changes nothing.

        The answer is one JSON object a line: progress, refused cells, and the sum at the end.
        """
        job = Import(books, author_of(caller, "import"), dry_run)
        chosen = KINDS[kind]
        read = chosen.read if mapping is Mapping.OURS else chosen.read_bluerocktel
        rows = await asyncio.to_thread(read, await limited_body(request, LARGEST_FILE))
        return StreamingResponse(as_json_lines(run(job, chosen, rows)), media_type=MEDIA_TYPE)

    return routes
