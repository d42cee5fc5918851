"""The party at a glance: what needs attention first."""

import asyncio
from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from kontor_contracts.billing.folder import Folder

from kontor_web.access import Person, SignedIn
from kontor_web.charts import Bar, by_month
from kontor_web.pages.actions.records import ActionView
from kontor_web.pages.invoices.listing import LATEST_FIRST, PAGE_SIZE
from kontor_web.pages.invoices.records import InvoiceLine, may_issue
from kontor_web.pages.parties.reading import if_possible, party_page, read_party
from kontor_web.pages.parties.records import Entry, Note
from kontor_web.pages.tickets.records import unclosed_tickets_of
from kontor_web.paging import Pager, Place
from kontor_web.services import Items
from kontor_web.settings import Service

routes = APIRouter()
MOST = "1000"


@routes.get("/parties/{party_id}")
async def show(request: Request, party_id: UUID, person: SignedIn) -> Response:
    path = f"/parties/{party_id}"
    party, notes, history, folders, invoices, (actions, tickets) = await asyncio.gather(
        read_party(person, party_id),
        person.list(Service.CUSTOMERS, f"{path}/notes", Note),
        person.list(Service.CUSTOMERS, f"{path}/history", Entry, limit="5"),
        if_possible(person.list(Service.BILLING, f"{path}/folders", Folder)),
        if_possible(invoices_of(person, party_id)),
        asyncio.gather(
            if_possible(actions_of(person, party_id)),
            if_possible(unclosed_tickets_of(person, party_id)),
        ),
    )
    return party_page(
        request,
        "parties/overview.html",
        party,
        tab="",
        notes=notes.items,
        history=history.items,
        folders=folders.items if folders else None,
        invoices=invoices.items if invoices else None,
        actions=actions.items if actions else None,
        tickets=tickets.items if tickets else None,
        balance=_open(invoices.items) if invoices else None,
        billed=_billed(invoices.items) if invoices else [],
    )


@routes.get("/parties/{party_id}/invoices")
async def show_invoices(
    request: Request, party_id: UUID, person: SignedIn, place: Annotated[Place, Query()]
) -> Response:
    party = await read_party(person, party_id)
    found = await if_possible(invoices_of(person, party_id, PAGE_SIZE, place.cursor))
    following = found.next_cursor if found else None
    return party_page(
        request,
        "parties/invoices.html",
        party,
        tab="invoices",
        invoices=found.items if found else None,
        pager=Pager(f"/parties/{party_id}/invoices", {}, place, following),
        may_issue=may_issue(person),
    )


async def invoices_of(
    person: Person, party_id: UUID, limit: str = MOST, cursor: str = ""
) -> Items[InvoiceLine]:
    """The latest first."""
    where = {"party_id": str(party_id), "sort": LATEST_FIRST, "limit": limit, "cursor": cursor}
    return await person.list(Service.BILLING, "/invoices", InvoiceLine, **where)


async def actions_of(person: Person, party_id: UUID) -> Items[ActionView]:
    return await person.list(
        Service.TASKS, "/actions", ActionView, party_id=str(party_id), unfinished="true"
    )


def _billed(invoices: list[InvoiceLine]) -> list[Bar]:
    today = date.today()  # noqa: DTZ011  # which month stands last in a chart
    return by_month([(one.issued_on, one.billed) for one in invoices], today)


def _open(invoices: list[InvoiceLine]) -> Decimal:
    return sum((one.open for one in invoices), Decimal(0))
