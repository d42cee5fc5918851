"""*Dateien*: archives for Chorus Pro and exports for GoCardless, with what is in them."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from kontor_contracts.values import Amount, Value

from kontor_web.access import Person, SignedIn
from kontor_web.pages.parties.reading import if_possible
from kontor_web.pages.runs.records import Deliveries
from kontor_web.paging import Pager, Place, Text, address, conditions_of
from kontor_web.rendering import page
from kontor_web.services import Items
from kontor_web.settings import Service

routes = APIRouter()
PATH = "/files"
PAGE_SIZE = "50"
MOST_DEPOSITS = "500"
CHORUS_PRO = "chorus-pro"


class Asked(Place):
    run_id: Text = ""
    kind: Text = ""

    def to(self, kind: str) -> str:
        return address(PATH, {"run_id": self.run_id, "kind": kind})


class LeftOut(Value):
    invoice_id: UUID
    invoice_number: str
    code: str
    reason: str


class File(Value):
    id: UUID
    name: str
    kind: str
    state: str
    run_id: UUID | None = None
    count: int
    total: Amount | None = None
    left_out: tuple[LeftOut, ...] = ()

    @property
    def is_closed(self) -> bool:
        return self.state == "closed"

    @property
    def content_path(self) -> str:
        end = "tar.gz" if self.kind == CHORUS_PRO else "csv"
        return f"{PATH}/{self.id}/content.{end}"


class Deposit(Value):
    """What became of an archive at Chorus Pro."""

    id: UUID
    state: str
    reason: str = ""


@routes.get(PATH)
async def list_files(
    request: Request, person: SignedIn, asked: Annotated[Asked, Query()]
) -> Response:
    conditions, where = conditions_of(asked), {"cursor": asked.cursor, "limit": PAGE_SIZE}
    found, deposits, deliveries = await asyncio.gather(
        person.list(Service.DELIVERY, PATH, File, **conditions, **where),
        if_possible(_deposits(person, asked.run_id)),
        if_possible(_deliveries(person, asked.run_id)),
    )
    return page(
        request,
        "files.html",
        asked=asked,
        files=found.items,
        deposits={one.id: one for one in deposits.items} if deposits else {},
        deliveries=deliveries,
        goes_on=_goes_on(found.items, deliveries),
        pager=Pager(PATH, conditions, asked, found.next_cursor),
    )


@routes.get("/files/{file_id}/content.{end}")
async def download(file_id: UUID, end: str, person: SignedIn) -> Response:
    """The kept bytes, under the name that they were kept by."""
    answer = await person.fetch(Service.DELIVERY, f"/files/{file_id}/content")
    name = answer.headers.get("Content-Disposition", f'attachment; filename="{file_id}.{end}"')
    media_type = answer.headers.get("Content-Type", "application/octet-stream")
    headers = {"Content-Disposition": name}
    return Response(answer.content, media_type=media_type, headers=headers)


def _goes_on(files: list[File], deliveries: Deliveries | None) -> bool:
    """Whether invoices of the run, or bytes of a file, are still to come."""
    waiting = deliveries and (deliveries.archives.waiting or deliveries.exports.waiting)
    return bool(waiting) or not all(one.is_closed for one in files)


async def _deposits(person: Person, run_id: str) -> Items[Deposit]:
    path = "/deposits"
    return await person.list(Service.DELIVERY, path, Deposit, run_id=run_id, limit=MOST_DEPOSITS)


async def _deliveries(person: Person, run_id: str) -> Deliveries | None:
    if not run_id:
        return None
    return (await person.read(Service.DELIVERY, f"/runs/{run_id}/summary", Deliveries)).record
