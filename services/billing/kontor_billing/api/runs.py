"""Routes of billing runs."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from kontor_chassis.http import Page, once
from kontor_chassis.http.paging import next_cursor, read_cursor
from kontor_chassis.transaction import Once
from pydantic import Field

from kontor_billing.api.callers import Accountant, Reader
from kontor_billing.model.entered import Strict
from kontor_billing.model.left_out import LeftOut
from kontor_billing.model.run import Run
from kontor_billing.model.run_view import IssuedInvoice, RunView, issued_invoice, view_of
from kontor_billing.usecases import runs
from kontor_billing.usecases.billing import Billing

OnceRun = Annotated[Once | None, Depends(once(Run))]
Limit = Annotated[int, Query(ge=1, le=1000)]
Cursor = Annotated[str, Query(max_length=2000)]


class Billed(Strict):
    period: str
    #: The day that the invoices bear; the day of the run when absent.
    issued_on: date | None = None
    #: Whose folders alone are billed; everybody's when empty.
    batch: Annotated[str, Field(max_length=50)] = ""


class RunRequest(Billed):
    #: Bill what is still unbilled, although the period has had its run.
    again: bool = False


def router(billing: Billing) -> APIRouter:
    routes = APIRouter(tags=["runs"])

    @routes.post("/runs", status_code=202)
    async def start_run(request: RunRequest, _caller: Accountant, key: OnceRun) -> RunView:
        """Bill a month, or a batch of it. A month that has its run answers with that run."""
        run = await runs.start_run(
            billing,
            request.period,
            issued_on=request.issued_on,
            again=request.again,
            once=key,
            batch=request.batch,
        )
        return await _view(run)

    @routes.get("/runs")
    async def list_runs(_caller: Reader, period: str | None = None) -> Page[RunView]:
        """All runs, or those of a month."""
        return Page(items=[await _view(run) for run in await runs.of_month(billing, period)])

    @routes.get("/runs/{run_id}")
    async def read_run(run_id: UUID, _caller: Reader) -> RunView:
        """One run and how far it is."""
        return await _view(await runs.run(billing, run_id))

    async def _view(run: Run) -> RunView:
        return view_of(run, await billing.chunks.count_done(run.id))

    _add_outcomes(routes, billing)
    return routes


def _add_outcomes(routes: APIRouter, billing: Billing) -> None:
    """What a run issued, and what it did not."""

    @routes.get("/runs/{run_id}/invoices")
    async def list_invoices(
        run_id: UUID, _caller: Reader, limit: Limit = 500, cursor: Cursor = ""
    ) -> Page[IssuedInvoice]:
        """The invoices of a run, by number."""
        events = await runs.invoices(billing, run_id, after=read_cursor(cursor), limit=limit)
        items = [issued_invoice(event) for event in events]
        return Page(items=items, next_cursor=next_cursor(items, limit, lambda one: one.number))

    @routes.get("/runs/{run_id}/left-out")
    async def list_left_out(
        run_id: UUID, _caller: Reader, limit: Limit = 500, cursor: Cursor = ""
    ) -> Page[LeftOut]:
        """What the run left out and why, by account number."""
        found = await runs.left_out(billing, run_id, after=read_cursor(cursor), limit=limit)
        following = next_cursor(found, limit, lambda one: one[0])
        return Page(items=[one for _, one in found], next_cursor=following)
