"""All invoices by number, narrowed by state, page by page."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from kontor_web.access import SignedIn
from kontor_web.mending import mended_at
from kontor_web.pages.invoices.records import InvoiceLine
from kontor_web.paging import Pager, Place, Text, address, conditions_of
from kontor_web.rendering import page, redirected
from kontor_web.settings import Service

routes = APIRouter()
PAGE_SIZE = "50"
PATH = "/invoices"


class Asked(Place):
    number: Text = ""
    state: Text = ""
    overdue: Text = ""

    def to(self, **conditions: str) -> str:
        return address(PATH, conditions)


@routes.get(PATH)
async def list_invoices(
    request: Request, person: SignedIn, asked: Annotated[Asked, Query()]
) -> Response:
    conditions = conditions_of(asked)
    params = {**conditions, "cursor": asked.cursor, "limit": PAGE_SIZE}
    found = await person.list(Service.BILLING, "/invoices", InvoiceLine, **params)
    pager = Pager(PATH, conditions, asked, found.next_cursor)
    return page(request, "invoices/list.html", asked=asked, found=found.items, pager=pager)


@routes.get("/invoices/numbered/{number}")
async def find(number: str, person: SignedIn, field: str = "") -> Response:
    """To the invoice of that number; with a `field` to where that is mended."""
    found = await person.list(Service.BILLING, "/invoices", InvoiceLine, number=number)
    if not found.items:
        return redirected(address(PATH, {"number": number}))
    party_id: UUID = found.items[0].party_id
    path = mended_at(field, party_id) if field else f"{PATH}/{found.items[0].id}"
    return redirected(path)
