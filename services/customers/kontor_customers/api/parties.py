"""Routes of customers and prospects."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from kontor_chassis.http import Page, etag, once
from kontor_chassis.http.paging import read_cursor, write_cursor
from kontor_chassis.transaction import Once
from kontor_contracts.customers.party import Lifecycle

from kontor_customers.api.callers import Editor, Reader, SeenVersion, author_of
from kontor_customers.api.positions import name_position, uuid_position
from kontor_customers.model.history import Entry
from kontor_customers.model.party_fields import PartyFields
from kontor_customers.model.party_view import PartyLine, PartyView, line_of
from kontor_customers.usecases import parties
from kontor_customers.usecases.books import Books

OnceParty = Annotated[Once | None, Depends(once(PartyView))]
Limit = Annotated[int, Query(ge=1, le=500)]
Cursor = Annotated[str, Query(max_length=2000)]


def router(books: Books) -> APIRouter:
    routes = APIRouter(tags=["customers and prospects"])

    @routes.post("/customers", status_code=201)
    async def register_customer(
        fields: PartyFields, caller: Editor, key: OnceParty, response: Response
    ) -> PartyView:
        """Enter a customer; the name is enough."""
        return await _register(fields, Lifecycle.CUSTOMER, caller, key, response)

    @routes.post("/prospects", status_code=201)
    async def register_prospect(
        fields: PartyFields, caller: Editor, key: OnceParty, response: Response
    ) -> PartyView:
        """Enter a prospect; the name is enough."""
        return await _register(fields, Lifecycle.PROSPECT, caller, key, response)

    async def _register(
        fields: PartyFields,
        lifecycle: Lifecycle,
        caller: Editor,
        key: Once | None,
        response: Response,
    ) -> PartyView:
        party = await parties.register(books, fields, lifecycle, author=author_of(caller), once=key)
        response.headers["Location"] = f"/parties/{party.id}"
        return _tagged(response, party)

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
        return Page(
            items=[line_of(party) for party in found.parties],
            next_cursor=write_cursor("\n".join(map(str, found.end))) if found.end else None,
        )

    @routes.get("/parties/{party_id}")
    async def read_party(party_id: UUID, _caller: Reader, response: Response) -> PartyView:
        """One party, with what it still lacks for invoices."""
        return _tagged(response, await parties.read(books, party_id))

    @routes.put("/parties/{party_id}")
    async def change_party(
        party_id: UUID, fields: PartyFields, caller: Editor, seen: SeenVersion, response: Response
    ) -> PartyView:
        """Replace the party's fields; If-Match names the version that was read."""
        party = await parties.change(books, party_id, fields, seen=seen, author=author_of(caller))
        return _tagged(response, party)

    @routes.post("/parties/{party_id}/convert")
    async def convert_prospect(party_id: UUID, caller: Editor, response: Response) -> PartyView:
        """Make the prospect a customer; a second call changes nothing."""
        party = await parties.convert(books, party_id, author=author_of(caller))
        return _tagged(response, party)

    @routes.get("/parties/{party_id}/history")
    async def read_history(
        party_id: UUID, _caller: Reader, limit: Limit = 50, cursor: Cursor = ""
    ) -> Page[Entry]:
        """Who changed what, when and through which door; the latest first."""
        before = uuid_position(read_cursor(cursor)) if cursor else None
        lines = await parties.history(books, party_id, before=before, limit=limit)
        more = write_cursor(str(lines[-1].id)) if len(lines) == limit else None
        return Page(items=lines, next_cursor=more)

    return routes


def _tagged(response: Response, party: PartyView) -> PartyView:
    response.headers.update(etag(party.version))
    return party
