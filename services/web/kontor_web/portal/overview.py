"""*Übersicht*: what is to pay now, and what is being worked on."""

import asyncio
from decimal import Decimal

from fastapi import APIRouter, Request, Response
from kontor_contracts.customers.party import PortalRight
from kontor_contracts.values import Amount, Value
from pydantic import TypeAdapter

from kontor_web.portal.access import Guest, SignedInGuest
from kontor_web.portal.invoices import unpaid
from kontor_web.portal.services import running
from kontor_web.portal.showing import portal_page
from kontor_web.portal.tickets import open_tickets
from kontor_web.settings import Service

routes = APIRouter()


class Account(Value):
    """What is owed in one currency; `overdue` is a part of `open`."""

    currency: str
    open: Amount = Decimal(0)
    overdue: Amount = Decimal(0)
    credit: Amount = Decimal(0)


_accounts: TypeAdapter[list[Account]] = TypeAdapter(list[Account])


@routes.get("")
async def show(request: Request, guest: SignedInGuest) -> Response:
    accounts, invoices, services, tickets = await asyncio.gather(
        _owed(guest), unpaid(guest), running(guest), open_tickets(guest)
    )
    return portal_page(
        request,
        guest,
        "overview.html",
        accounts=accounts,
        invoices=invoices,
        services=services,
        tickets=tickets,
    )


async def _owed(guest: Guest) -> list[Account]:
    if not guest.may(PortalRight.INVOICES):
        return []
    path = f"/parties/{guest.contact.party_id}/account"
    return _accounts.validate_json((await guest.fetch(Service.BILLING, path)).content)
