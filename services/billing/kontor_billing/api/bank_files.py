"""Routes of what the bank sends."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from kontor_chassis.http import Page, limited_body
from kontor_chassis.http.paging import read_cursor, write_cursor
from kontor_contracts.values import Value

from kontor_billing.api.callers import Accountant
from kontor_billing.model.bank_entries import LARGEST, BankEntry
from kontor_billing.usecases import bank_files
from kontor_billing.usecases.billing import Billing

Limit = Annotated[int, Query(ge=1, le=1000)]
Cursor = Annotated[str, Query(max_length=2000)]


class BankFileTaken(Value):
    """What became of every entry of a file."""

    entries: tuple[BankEntry, ...]


def router(billing: Billing) -> APIRouter:
    routes = APIRouter(tags=["bank files"])

    @routes.post("/bank-files")
    async def take_file(request: Request, _caller: Accountant) -> BankFileTaken:
        """Take the returns of a pain.002, camt.053 or camt.054; again it changes nothing."""
        content = await limited_body(request, LARGEST)
        entries = await bank_files.take_bank_file(billing, content)
        return BankFileTaken(entries=tuple(entries))

    @routes.get("/unmatched")
    async def list_unmatched(
        _caller: Accountant, limit: Limit = 100, cursor: Cursor = ""
    ) -> Page[BankEntry]:
        """Returns whose collection is not known, each with the reason."""
        after = read_cursor(cursor) if cursor else ""
        found = await bank_files.unmatched(billing, after=after, limit=limit)
        following = write_cursor(found[-1].entry.key) if len(found) == limit else None
        return Page(items=found, next_cursor=following)

    return routes
