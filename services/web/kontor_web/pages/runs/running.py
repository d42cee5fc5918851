"""One run: how far it is, and what came of it. The page asks for itself until it is done."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from kontor_web.access import Person, SignedIn
from kontor_web.pages.parties.reading import if_possible
from kontor_web.pages.runs.records import Deliveries, IssuedInvoice, LeftOut, Run
from kontor_web.paging import Pager, Place, Text, conditions_of
from kontor_web.rendering import page
from kontor_web.services import Items
from kontor_web.settings import Service

routes = APIRouter()
PAGE_SIZE = "50"


class Asked(Place):
    """Which of the run's lists is looked at."""

    show: Text = "invoices"


@routes.get("/runs/{run_id}")
async def show(
    request: Request, run_id: UUID, person: SignedIn, asked: Annotated[Asked, Query()]
) -> Response:
    path = f"/runs/{run_id}"
    seen, deliveries, listed = await asyncio.gather(
        person.read(Service.BILLING, path, Run),
        if_possible(person.read(Service.DELIVERY, f"{path}/summary", Deliveries)),
        _listed(person, path, asked),
    )
    return page(
        request,
        "runs/run.html",
        run=seen.record,
        deliveries=deliveries.record if deliveries else None,
        asked=asked,
        found=listed.items,
        pager=Pager(path, conditions_of(asked), asked, listed.next_cursor),
    )


async def _listed(person: Person, path: str, asked: Asked) -> Items[LeftOut] | Items[IssuedInvoice]:
    params = {"cursor": asked.cursor, "limit": PAGE_SIZE}
    if asked.show == "left-out":
        return await person.list(Service.BILLING, f"{path}/left-out", LeftOut, **params)
    return await person.list(Service.BILLING, f"{path}/invoices", IssuedInvoice, **params)
