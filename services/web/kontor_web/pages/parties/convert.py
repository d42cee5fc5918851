"""*In Kunden umwandeln*: shown beforehand, done on request."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from kontor_web.access import SignedIn
from kontor_web.pages.parties.reading import party_page, read_party
from kontor_web.pages.parties.records import Conversion
from kontor_web.rendering import redirected
from kontor_web.settings import Service

routes = APIRouter()


@routes.get("/parties/{party_id}/convert")
async def preview(request: Request, party_id: UUID, person: SignedIn) -> Response:
    party = await read_party(person, party_id)
    path = f"/parties/{party_id}/conversion"
    found = await person.read(Service.CUSTOMERS, path, Conversion)
    return party_page(request, "parties/convert.html", party, tab="convert", preview=found.record)


@routes.post("/parties/{party_id}/convert")
async def convert(party_id: UUID, person: SignedIn) -> Response:
    await person.create(Service.CUSTOMERS, f"/parties/{party_id}/convert", {})
    return redirected(f"/parties/{party_id}", told="converted")
