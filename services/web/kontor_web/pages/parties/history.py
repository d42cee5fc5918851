"""Verlauf: who changed what, when and through which door."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from kontor_web.access import SignedIn
from kontor_web.pages.parties.reading import party_page, read_party
from kontor_web.pages.parties.records import Entry
from kontor_web.settings import Service

routes = APIRouter()


@routes.get("/parties/{party_id}/history")
async def show(request: Request, party_id: UUID, person: SignedIn, cursor: str = "") -> Response:
    party = await read_party(person, party_id)
    path = f"/parties/{party_id}/history"
    found = await person.list(Service.CUSTOMERS, path, Entry, cursor=cursor)
    return party_page(request, "parties/history.html", party, tab="history", found=found)
