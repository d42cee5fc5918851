"""*Zustellungen*: what failed first; of one run, everything that did not arrive."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from kontor_contracts.values import Value

from kontor_web.access import Person, SignedIn
from kontor_web.pages.parties.reading import if_possible
from kontor_web.pages.runs.records import Deliveries
from kontor_web.paging import Pager, Place, Text, address, conditions_of
from kontor_web.rendering import page
from kontor_web.settings import Service

routes = APIRouter()
PATH = "/deliveries"
PAGE_SIZE = "50"


class Asked(Place):
    run_id: Text = ""
    channel: Text = ""
    state: Text = "failed"

    def to(self, state: str) -> str:
        kept = {"run_id": self.run_id, "channel": self.channel}
        return address(PATH, {**kept, "state": state})


class DeliveryLine(Value):
    invoice_id: UUID
    invoice_number: str
    party_id: UUID
    channel: str
    method: str
    state: str
    to: tuple[str, ...] = ()
    code: str = ""
    reason: str = ""


class Undelivered(Value):
    severity: str
    invoice_id: UUID
    invoice_number: str
    deliveries: tuple[DeliveryLine, ...]


class Report(Value):
    """What is to be told of one run."""

    summary: Deliveries
    undelivered: tuple[Undelivered, ...]


@routes.get(PATH)
async def list_deliveries(
    request: Request, person: SignedIn, asked: Annotated[Asked, Query()]
) -> Response:
    conditions = conditions_of(asked)
    state = "" if asked.state == "all" else asked.state
    params = {**conditions, "state": state, "cursor": asked.cursor, "limit": PAGE_SIZE}
    found, report = await asyncio.gather(
        person.list(Service.DELIVERY, PATH, DeliveryLine, **params),
        if_possible(_report(person, asked.run_id)),
    )
    return page(
        request,
        "deliveries.html",
        asked=asked,
        found=found.items,
        report=report,
        pager=Pager(PATH, conditions, asked, found.next_cursor),
    )


async def _report(person: Person, run_id: str) -> Report | None:
    if not run_id:
        return None
    path = f"/runs/{run_id}"
    summary, undelivered = await asyncio.gather(
        person.read(Service.DELIVERY, f"{path}/summary", Deliveries),
        person.list(Service.DELIVERY, f"{path}/undelivered", Undelivered),
    )
    return Report(summary=summary.record, undelivered=tuple(undelivered.items))
