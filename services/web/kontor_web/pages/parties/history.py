"""Verlauf: what happened, from all services' facts; and the record's changes field by field."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from kontor_contracts.values import Value

from kontor_web.access import SignedIn
from kontor_web.pages.parties.reading import party_page, read_party
from kontor_web.pages.parties.records import Entry
from kontor_web.rendering import page
from kontor_web.settings import Service
from kontor_web.timeline import words as says
from kontor_web.timeline.line import Kind, Line
from kontor_web.timeline.store import Position, Timeline

routes = APIRouter()
PAGE_SIZE = 50


class Asked(Value):
    kind: Kind | None = None
    #: The moment and the id of the last line of the page before.
    at: datetime | None = None
    after: str = ""

    @property
    def position(self) -> Position | None:
        return (self.at, self.after) if self.at else None


@routes.get("/parties/{party_id}/history")
async def show(
    request: Request, party_id: UUID, person: SignedIn, asked: Annotated[Asked, Query()]
) -> Response:
    party = await read_party(person, party_id)
    shown = await _shown(request, party_id, asked)
    return party_page(request, "parties/history.html", party, tab="history", shown=shown, says=says)


@routes.get("/parties/{party_id}/history/lines")
async def show_lines(
    request: Request, party_id: UUID, person: SignedIn, asked: Annotated[Asked, Query()]
) -> Response:
    """The block alone, for a page that learned that it is stale."""
    await read_party(person, party_id)
    shown = await _shown(request, party_id, asked)
    return page(request, "parties/timeline.html", shown=shown, says=says)


@routes.get("/parties/{party_id}/changes")
async def show_changes(
    request: Request, party_id: UUID, person: SignedIn, cursor: str = ""
) -> Response:
    party = await read_party(person, party_id)
    path = f"/parties/{party_id}/history"
    found = await person.list(Service.CUSTOMERS, path, Entry, cursor=cursor)
    return party_page(request, "parties/changes.html", party, tab="history", found=found)


async def _shown(request: Request, party_id: UUID, asked: Asked) -> "Shown":
    timeline: Timeline = request.app.state.timeline
    lines = await timeline.page(party_id, kind=asked.kind, before=asked.position, limit=PAGE_SIZE)
    return Shown(party_id, asked, lines)


@dataclass(frozen=True)
class Shown:
    """A page of the timeline."""

    party_id: UUID
    asked: Asked
    lines: list[Line]

    @property
    def path(self) -> str:
        return f"/parties/{self.party_id}/history"

    @property
    def block(self) -> str:
        """What the stream calls it when it is stale."""
        return f"timeline-{self.party_id}"

    @property
    def source(self) -> str:
        """Where the block fetches itself; only the first page is live."""
        return f"{self.path}/lines" + (f"?kind={self.asked.kind}" if self.asked.kind else "")

    @property
    def further(self) -> str:
        return _further(self.asked, self.lines) if len(self.lines) == PAGE_SIZE else ""


def _further(asked: Asked, lines: list[Line]) -> str:
    last = {"at": lines[-1].at.isoformat(), "after": lines[-1].id}
    return urlencode({"kind": asked.kind, **last} if asked.kind else last)
