"""Routes of one customer or prospect."""

from uuid import UUID

from fastapi import APIRouter, Response
from kontor_chassis.http import etag

from kontor_customers.api.callers import Admin, Editor, Reader, SeenVersion, author_of
from kontor_customers.model.conversion import ConversionPreview
from kontor_customers.model.erasure import Erased
from kontor_customers.model.party_fields import PartyFields
from kontor_customers.model.party_view import PartyView
from kontor_customers.usecases import erasure, parties
from kontor_customers.usecases.books import Books


def router(books: Books) -> APIRouter:
    routes = APIRouter(tags=["customers and prospects"])

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

    @routes.get("/parties/{party_id}/conversion")
    async def preview_conversion(party_id: UUID, _caller: Reader) -> ConversionPreview:
        """What a conversion takes along and what invoices still need; nothing happens."""
        return await parties.preview_conversion(books, party_id)

    @routes.post("/parties/{party_id}/erase")
    async def erase_party(party_id: UUID, caller: Admin, seen: SeenVersion) -> Erased:
        """Remove the personal data of a party without folders, for good."""
        return await erasure.erase(books, party_id, seen=seen, author=author_of(caller))

    return routes


def _tagged(response: Response, party: PartyView) -> PartyView:
    response.headers.update(etag(party.version))
    return party
