"""Routes that list: parties, as pages or as a table, and the history of one."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse
from kontor_chassis.http import Page
from kontor_chassis.http.paging import next_cursor, read_cursor, read_id_cursor, write_cursor

from kontor_customers.api.callers import Reader
from kontor_customers.model import finding as model
from kontor_customers.model.contact_hits import ContactHit
from kontor_customers.model.finding import PageQuery, PartyQuery
from kontor_customers.model.history import Entry
from kontor_customers.model.party_view import PartyLine, line_of
from kontor_customers.usecases import finding, parties
from kontor_customers.usecases.books import Books

Limit = Annotated[int, Query(ge=1, le=500)]
Cursor = Annotated[str, Query(max_length=2000)]
CSV = "text/csv"


def router(books: Books) -> APIRouter:
    routes = APIRouter(tags=["customers and prospects"])
    _add_finding(routes, books)
    _add_tables(routes, books)
    return routes


def _add_finding(routes: APIRouter, books: Books) -> None:
    @routes.get("/parties")
    async def find_parties(
        _caller: Reader, query: Annotated[PageQuery, Query()]
    ) -> Page[PartyLine]:
        """`q` finds any part of name, number, contacts, e-mail, phone, VAT id, end of an IBAN."""
        after = model.read(read_cursor(query.cursor), query.sort) if query.cursor else None
        found = await finding.find(books, query, after=after, limit=query.limit)
        end = write_cursor(model.written(found.end)) if found.end else None
        return Page(items=[line_of(party) for party in found.parties], next_cursor=end)

    @routes.get("/contacts")
    async def find_contacts(
        _caller: Reader,
        q: Annotated[str, Query(min_length=1, max_length=200)],
        limit: Annotated[int, Query(ge=1, le=100)] = 20,
    ) -> Page[ContactHit]:
        """Contacts of all parties by any part of name, e-mail or phone."""
        return Page(items=await finding.contacts(books, q, limit=limit))


def _add_tables(routes: APIRouter, books: Books) -> None:
    @routes.get(
        "/exports/customers",
        response_class=StreamingResponse,
        responses={200: {"content": {CSV: {}}, "description": "The columns of customers.csv"}},
    )
    async def export_parties(
        _caller: Reader, query: Annotated[PartyQuery, Query()]
    ) -> StreamingResponse:
        """The same list as a table; it can be imported again, and calculates nothing."""
        name = {"Content-Disposition": 'attachment; filename="customers.csv"'}
        return StreamingResponse(finding.exported(books, query), media_type=CSV, headers=name)

    @routes.get("/parties/{party_id}/history")
    async def read_history(
        party_id: UUID, _caller: Reader, limit: Limit = 50, cursor: Cursor = ""
    ) -> Page[Entry]:
        """Who changed what, when and through which door; the latest first."""
        before = read_id_cursor(cursor)
        lines = await parties.history(books, party_id, before=before, limit=limit)
        return page_of(lines, limit)


def page_of(lines: list[Entry], limit: int) -> Page[Entry]:
    """A page of a history."""
    return Page(items=lines, next_cursor=next_cursor(lines, limit, lambda one: one.id))
