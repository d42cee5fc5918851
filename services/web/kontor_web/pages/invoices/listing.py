"""All invoices: narrowed, sorted, page by page, and as a table file."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from kontor_chassis.tables import written_row

from kontor_web.access import Person, SignedIn
from kontor_web.mending import mended_at
from kontor_web.pages.invoices.records import InvoiceLine
from kontor_web.paging import Pager, Place, Sorted, Text, address, conditions_of
from kontor_web.rendering import page, redirected
from kontor_web.services import Items
from kontor_web.settings import Service

routes = APIRouter()
PAGE_SIZE = "50"
CSV_PAGE_SIZE = "500"
PATH = "/invoices"
LATEST_FIRST = "-number"
COLUMNS = (
    "number", "kind", "account_number", "issued_on", "due_on", "state", "currency", "payable",
    "open",
)  # fmt: skip


class Asked(Place):
    q: Text = ""
    state: Text = ""
    overdue: Text = ""
    sort: Text = LATEST_FIRST

    def params(self) -> dict[str, str]:
        """What billing is asked for."""
        asked = self.model_dump(include={"state", "overdue", "sort"})
        return {**asked, "starting": self.q.strip()}


@dataclass(frozen=True)
class Listing(Sorted):
    """The list's address with one thing changed."""

    asked: Asked

    @property
    def csv(self) -> str:
        return address(f"{PATH}.csv", conditions_of(self.asked))

    def to(self, **conditions: str) -> str:
        """Of another state, in the same order."""
        kept = self.asked.model_dump(include={"q", "sort"}, exclude_defaults=True)
        return address(PATH, {**kept, **conditions})


@routes.get(PATH)
async def list_invoices(
    request: Request, person: SignedIn, asked: Annotated[Asked, Query()]
) -> Response:
    listing = Listing(PATH, conditions_of(asked), asked.sort, asked)
    params = {**asked.params(), "cursor": asked.cursor, "limit": PAGE_SIZE}
    found = await person.list(Service.BILLING, PATH, InvoiceLine, **params)
    pager = Pager(PATH, conditions_of(asked), asked, found.next_cursor)
    return page(request, "invoices/list.html", listing=listing, found=found.items, pager=pager)


@routes.get(f"{PATH}.csv")
async def export(person: SignedIn, asked: Annotated[Asked, Query()]) -> Response:
    """The whole list in the page's order; what is asked wrongly is refused before it begins."""
    first = await _asked_for(person, asked, "")
    headers = {"Content-Disposition": 'attachment; filename="invoices.csv"'}
    return StreamingResponse(_rows(person, asked, first), media_type="text/csv", headers=headers)


async def _asked_for(person: Person, asked: Asked, cursor: str) -> Items[InvoiceLine]:
    params = {**asked.params(), "cursor": cursor, "limit": CSV_PAGE_SIZE}
    return await person.list(Service.BILLING, PATH, InvoiceLine, **params)


async def _rows(person: Person, asked: Asked, found: Items[InvoiceLine]) -> AsyncIterator[str]:
    yield written_row(COLUMNS)
    while True:
        for one in found.items:
            yield written_row(_cells(one))
        if found.next_cursor is None:
            return
        found = await _asked_for(person, asked, found.next_cursor)


def _cells(one: InvoiceLine) -> list[str | Decimal]:
    values = [getattr(one, name) for name in COLUMNS]
    return [value if isinstance(value, Decimal) else str(value) for value in values]


@routes.get("/invoices/numbered/{number}")
async def find(number: str, person: SignedIn, field: str = "") -> Response:
    """To the invoice of that number; with a `field` to where that is mended."""
    found = await person.list(Service.BILLING, "/invoices", InvoiceLine, number=number)
    if not found.items:
        return redirected(address(PATH, {"q": number}))
    party_id: UUID = found.items[0].party_id
    path = mended_at(field, party_id) if field else f"{PATH}/{found.items[0].id}"
    return redirected(path)
