"""Lists of customers and prospects: narrowed, sorted, page by page, and as a table file."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from kontor_contracts.customers.party import Lifecycle

from kontor_web.access import Person, SignedIn
from kontor_web.pages.parties.records import PartyLine
from kontor_web.paging import Pager, Place, Sorted, Text, address, conditions_of
from kontor_web.rendering import page
from kontor_web.services import Parameters
from kontor_web.settings import Service

routes = APIRouter()
PATHS = {Lifecycle.CUSTOMER: "/customers", Lifecycle.PROSPECT: "/prospects"}
PAGE_SIZE = "50"


class Asked(Place):
    """What the list is narrowed to, as it stands in the page's address."""

    q: Text = ""
    kind: Text = ""
    delivery_method: Text = ""
    on_hold: Text = ""
    sort: Text = "name"


@dataclass(frozen=True)
class Listing(Sorted):
    """The list's address with one thing changed."""

    lifecycle: Lifecycle
    asked: Asked

    @property
    def csv(self) -> str:
        return address(f"{self.path}.csv", self.conditions)

    def pager(self, following: str | None) -> Pager:
        return Pager(self.path, self.conditions, self.asked, following)

    @property
    def is_narrowed(self) -> bool:
        asked = self.asked
        return bool(asked.q or asked.kind or asked.delivery_method or asked.on_hold)


def listing_of(lifecycle: Lifecycle, asked: Asked) -> Listing:
    return Listing(PATHS[lifecycle], conditions_of(asked), asked.sort, lifecycle, asked)


@routes.get("/customers")
async def list_customers(
    request: Request, person: SignedIn, asked: Annotated[Asked, Query()]
) -> Response:
    return await _listed(request, person, listing_of(Lifecycle.CUSTOMER, asked))


@routes.get("/prospects")
async def list_prospects(
    request: Request, person: SignedIn, asked: Annotated[Asked, Query()]
) -> Response:
    return await _listed(request, person, listing_of(Lifecycle.PROSPECT, asked))


@routes.get("/customers.csv")
async def export_customers(person: SignedIn, asked: Annotated[Asked, Query()]) -> Response:
    return _exported(person, listing_of(Lifecycle.CUSTOMER, asked))


@routes.get("/prospects.csv")
async def export_prospects(person: SignedIn, asked: Annotated[Asked, Query()]) -> Response:
    return _exported(person, listing_of(Lifecycle.PROSPECT, asked))


async def _listed(request: Request, person: Person, listing: Listing) -> Response:
    params = {**_params(listing), "cursor": listing.asked.cursor, "limit": PAGE_SIZE}
    found = await person.list(Service.CUSTOMERS, "/parties", PartyLine, **params)
    return page(
        request,
        "parties/list.html",
        listing=listing,
        found=found.items,
        pager=listing.pager(found.next_cursor),
    )


def _exported(person: Person, listing: Listing) -> Response:
    name = f'attachment; filename="{listing.path.strip("/")}.csv"'
    return StreamingResponse(
        _pieces(person, _params(listing)),
        media_type="text/csv",
        headers={"Content-Disposition": name},
    )


async def _pieces(person: Person, params: Parameters) -> AsyncIterator[bytes]:
    headers = person.authorization()
    path = "/exports/customers"
    async with person.services.streamed(
        Service.CUSTOMERS, path, params=params, headers=headers
    ) as answer:
        async for piece in answer.aiter_bytes():
            yield piece


def _params(listing: Listing) -> Parameters:
    asked = listing.asked.model_dump(exclude={"cursor", "trail"})
    given = {name: value for name, value in asked.items() if value}
    return {**given, "lifecycle": listing.lifecycle.value}
