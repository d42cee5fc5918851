"""Routes that take CSV files and answer line by line."""

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from kontor_chassis.http import limited_body
from kontor_chassis.import_report import MEDIA_TYPE, as_json_lines

from kontor_billing.api.callers import Seller
from kontor_billing.usecases.article_import import article_rows, imported_articles
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.imports import ImportKind, imported, prepared

LARGEST_FILE = 64 * 1024 * 1024
ANSWERS: dict[int | str, dict[str, object]] = {
    200: {"content": {MEDIA_TYPE: {}}, "description": "Progress, refusals, sums"}
}
BODY: dict[str, object] = {"requestBody": {"required": True, "content": {"text/csv": {}}}}


def router(billing: Billing) -> APIRouter:
    routes = APIRouter(tags=["imports"], default_response_class=StreamingResponse)

    @routes.post(
        "/imports/articles", response_class=StreamingResponse, responses=ANSWERS, openapi_extra=BODY
    )
    async def import_articles(
        request: Request, _caller: Seller, *, dry_run: bool = False
    ) -> StreamingResponse:
        """Import a price list; an article of the file has the prices that the file says."""
        rows = article_rows(await limited_body(request, LARGEST_FILE))
        report = imported_articles(billing, rows, dry_run=dry_run)
        return StreamingResponse(as_json_lines(report), media_type=MEDIA_TYPE)

    @routes.post(
        "/imports/{kind}", response_class=StreamingResponse, responses=ANSWERS, openapi_extra=BODY
    )
    async def import_csv(
        kind: ImportKind, request: Request, _caller: Seller, *, dry_run: bool = False
    ) -> StreamingResponse:
        """Import a CSV file; again it changes nothing. 409 while a party is on its way to us."""
        content = await limited_body(request, LARGEST_FILE)
        job = await prepared(billing, kind, content, dry_run=dry_run)
        return StreamingResponse(as_json_lines(imported(job)), media_type=MEDIA_TYPE)

    return routes
