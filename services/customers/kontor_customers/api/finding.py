"""Routes that list: parties, and the history of one."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from kontor_chassis.http import Page
from kontor_chassis.http.paging import read_cursor, write_cursor
from kontor_contracts.customers.party import Lifecycle

from kontor_customers.api.callers import Reader
from kontor_customers.api.positions import name_position, uuid_position
from kontor_customers.model.history import Entry
from kontor_customers.model.party_view import PartyLine, line_of
from kontor_customers.usecases import parties
from kontor_customers.usecases.books import Books

Limit = Annotated[int, Query(ge=1, le=500)]
Cursor = Annotated[str, Query(max_length=2000)]


def router(books: Books) -> APIRouter:
    routes = APIRouter(tags=["customers and prospects"])

    @routes.get("/parties")
    async def find_parties(
        _caller: Reader,
        q: Annotated[str, Query(max_length=200)] = "",
        lifecycle: Lifecycle | None = None,
        limit: Limit = 50,
        cursor: Cursor = "",
    ) -> Page[PartyLine]:
        """By name; `q` finds beginnings of words of name, number, contacts, VAT id and city."""
        after = name_position(read_cursor(cursor)) if cursor else None
        found = await parties.find(books, q, lifecycle, after=after, limit=limit)
        end = write_cursor("\n".join(map(str, found.end))) if found.end else None
        return Page(items=[line_of(party) for party in found.parties], next_cursor=end)

    @routes.get("/parties/{party_id}/history")
    async def read_history(
        party_id: UUID, _caller: Reader, limit: Limit = 50, cursor: Cursor = ""
    ) -> Page[Entry]:
        """Who changed what, when and through which door; the latest first."""
        before = uuid_position(read_cursor(cursor)) if cursor else None
        lines = await parties.history(books, party_id, before=before, limit=limit)
        end = write_cursor(str(lines[-1].id)) if len(lines) == limit else None
        return Page(items=lines, next_cursor=end)

    return routes
