"""*Dienste*: what runs; prices only for those who may see invoices."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from fastapi import APIRouter, Request, Response
from kontor_contracts.customers.party import PortalRight
from kontor_contracts.values import Value

from kontor_web.portal.access import Guest, ServiceGuest
from kontor_web.portal.showing import portal_page
from kontor_web.settings import Service

routes = APIRouter()


class Price(Value):
    unit_price: Decimal
    discount_percent: Decimal
    currency: str


class RunningService(Value):
    id: UUID
    folder_number: str
    folder_title: str
    site: str
    description: str
    quantity: Decimal
    kind: str
    interval_months: int
    since: date
    until: date | None = None
    paused: bool = False
    price: Price | None = None


@routes.get("/services")
async def list_services(request: Request, guest: ServiceGuest) -> Response:
    found = await running(guest)
    folders = dict.fromkeys(one.folder_number for one in found)
    by_folder = [[one for one in found if one.folder_number == number] for number in folders]
    return portal_page(request, guest, "services.html", folders=by_folder)


async def running(guest: Guest) -> list[RunningService]:
    """The party's services; none without the right."""
    if not guest.may(PortalRight.SERVICES):
        return []
    path = f"/parties/{guest.contact.party_id}/services"
    return (await guest.list(Service.BILLING, path, RunningService)).items
