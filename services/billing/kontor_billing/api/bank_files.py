"""Routes of what the bank sends, and of what nobody could place."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from kontor_chassis.http import Page, limited_body
from kontor_chassis.http.paging import next_cursor, read_cursor
from kontor_contracts.values import Value

from kontor_billing.api.callers import Accountant
from kontor_billing.model.bank_entries import LARGEST, BankEntry, EntryState
from kontor_billing.model.entered import FilledText, Strict
from kontor_billing.model.payments import ReceivedPayment
from kontor_billing.usecases import bank_files, returns
from kontor_billing.usecases.billing import Billing

Limit = Annotated[int, Query(ge=1, le=1000)]
Cursor = Annotated[str, Query(max_length=2000)]


class BankFileTaken(Value):
    """What became of every return and every payment of a file."""

    entries: tuple[BankEntry, ...]
    payments: tuple[ReceivedPayment, ...] = ()
    #: So many were not reached in time: the same file again takes them.
    remaining: int = 0


class ReturnAssignment(Strict):
    """`key` is that of the listed entry."""

    key: FilledText
    collection_id: UUID


class ReturnDismissal(Strict):
    key: FilledText
    reason: FilledText


FILE: dict[str, object] = {
    "requestBody": {"required": True, "content": {"application/octet-stream": {}}}
}


def router(billing: Billing) -> APIRouter:
    routes = APIRouter(tags=["bank files"])

    @routes.post("/bank-files", openapi_extra=FILE)
    async def take_file(request: Request, _caller: Accountant) -> BankFileTaken:
        """Take a pain.002, camt.053, camt.054 or CSV; again it changes nothing.

        What is not reached within half a minute is counted as `remaining`: send it again.
        """
        content = await limited_body(request, LARGEST)
        taken = await bank_files.take_bank_file(billing, content)
        return BankFileTaken.model_validate(taken._asdict())

    _add_reading(routes, billing)
    _add_placing(routes, billing)
    return routes


def _add_reading(routes: APIRouter, billing: Billing) -> None:
    @routes.get("/returns")
    async def list_returns(
        _caller: Accountant,
        state: EntryState | None = None,
        limit: Limit = 100,
        cursor: Cursor = "",
    ) -> Page[BankEntry]:
        """Every return that a bank has told, and what was made of it."""
        found = await returns.page(billing, state, after=read_cursor(cursor), limit=limit)
        return Page(items=found, next_cursor=next_cursor(found, limit, lambda one: one.entry.key))

    @routes.get("/unmatched")
    async def list_unmatched(
        _caller: Accountant, limit: Limit = 100, cursor: Cursor = ""
    ) -> Page[BankEntry]:
        """Returns whose collection is not known, each with the reason."""
        unmatched, after = EntryState.UNMATCHED, read_cursor(cursor)
        found = await returns.page(billing, unmatched, after=after, limit=limit)
        return Page(items=found, next_cursor=next_cursor(found, limit, lambda one: one.entry.key))


def _add_placing(routes: APIRouter, billing: Billing) -> None:
    @routes.post("/unmatched/assign")
    async def assign_return(request: ReturnAssignment, _caller: Accountant) -> BankEntry:
        """Say which collection came back."""
        return await returns.assign(billing, request.key, request.collection_id)

    @routes.post("/unmatched/dismiss")
    async def dismiss_return(request: ReturnDismissal, _caller: Accountant) -> BankEntry:
        """It is none of ours, or known otherwise."""
        return await returns.dismiss(billing, request.key, request.reason)
