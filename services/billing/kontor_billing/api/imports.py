"""Routes that take CSV files and answer line by line."""

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from kontor_chassis.http import limited_body
from kontor_chassis.import_report import MEDIA_TYPE, as_json_lines

from kontor_billing.api.callers import Seller
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.imports import ImportKind, imported, prepared

LARGEST_FILE = 64 * 1024 * 1024


def router(billing: Billing) -> APIRouter:
    routes = APIRouter(tags=["imports"])

    @routes.post(
        "/imports/{kind}",
        response_class=StreamingResponse,
        responses={200: {"content": {MEDIA_TYPE: {}}, "description": "Progress, refusals, sums"}},
        openapi_extra={"requestBody": {"required": True, "content": {"text/csv": {}}}},
    )
    async def import_csv(
        kind: ImportKind, request: Request, _caller: Seller, *, dry_run: bool = False
    ) -> StreamingResponse:
        """Import a CSV file; again it changes nothing. 409 while a party is on its way to us."""
        content = await limited_body(request, LARGEST_FILE)
        job = await prepared(billing, kind, content, dry_run=dry_run)
        return StreamingResponse(as_json_lines(imported(job)), media_type=MEDIA_TYPE)

    return routes
