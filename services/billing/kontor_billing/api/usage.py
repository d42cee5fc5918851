"""Routes of usage: the annex of an invoice, and what belongs to no known folder."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse
from kontor_chassis.http import Page
from kontor_chassis.http.paging import next_cursor, read_cursor
from pydantic import AwareDatetime

from kontor_billing.api.callers import Accountant, Reader
from kontor_billing.model.entered import Strict
from kontor_billing.model.usage import UnbilledUsage, UsageRecord
from kontor_billing.usecases import usage
from kontor_billing.usecases.billing import Billing

Limit = Annotated[int, Query(ge=1, le=1000)]
Cursor = Annotated[str, Query(max_length=2000)]


class Assignment(Strict):
    usage_id: str
    folder_id: UUID


class Discarding(Strict):
    usage_id: str


def router(billing: Billing) -> APIRouter:
    routes = APIRouter(tags=["usage"])

    @routes.get("/invoices/{invoice_id}/usage.csv", response_class=StreamingResponse)
    async def read_annex(invoice_id: UUID, _caller: Reader) -> StreamingResponse:
        """Every use that the invoice bills, with its amount; only the head where there is none."""
        rows = await usage.annex(billing, invoice_id)
        return StreamingResponse(rows, media_type="text/csv; charset=utf-8")

    @routes.get("/unknown-usage")
    async def list_unknown(
        _caller: Reader, limit: Limit = 100, cursor: Cursor = ""
    ) -> Page[UsageRecord]:
        """Usage of folders that are not known: assign it to one, or discard it."""
        found = await usage.unknown(billing, after=read_cursor(cursor), limit=limit)
        return Page(items=found, next_cursor=next_cursor(found, limit, lambda one: one.id))

    @routes.get("/unbilled-usage")
    async def list_unbilled(
        _caller: Reader, before: AwareDatetime, limit: Limit = 100
    ) -> Page[UnbilledUsage]:
        """Usage of known folders from before a moment that no invoice charges.

        After the month's run it is what came late, for which a further run asks, or what no usage
        line of its folder charges: add one. What waits longest comes first.
        """
        return Page(items=await usage.unbilled(billing, before, limit=limit))

    @routes.post("/unknown-usage/assign", status_code=204)
    async def assign(request: Assignment, _caller: Accountant) -> None:
        """Have a folder billed for it; 404 when it is settled already."""
        await usage.settle_unknown(billing, request.usage_id, request.folder_id)

    @routes.post("/unknown-usage/discard", status_code=204)
    async def discard(request: Discarding, _caller: Accountant) -> None:
        """Never bill it; its id stays known."""
        await usage.settle_unknown(billing, request.usage_id, None)

    return routes
