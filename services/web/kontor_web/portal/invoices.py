"""*Rechnungen*: what was invoiced, what of it is owed, and each document."""

from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Request, Response
from kontor_contracts.customers.party import PortalRight

from kontor_web.pages.invoices.records import InvoiceLine
from kontor_web.portal.access import Guest, InvoiceGuest
from kontor_web.portal.showing import portal_page
from kontor_web.settings import Service

routes = APIRouter()
PAGE_SIZE = "30"
LATEST_FIRST = "-number"
#: So many of each state the overview asks for.
MOST_UNPAID = "20"
OWED = ("overdue", "open", "part-paid")


@routes.get("/invoices")
async def list_invoices(request: Request, guest: InvoiceGuest, cursor: str = "") -> Response:
    params = {"sort": LATEST_FIRST, "limit": PAGE_SIZE, "cursor": cursor}
    found = await guest.list(Service.BILLING, "/invoices", InvoiceLine, **params)
    further = urlencode({"cursor": found.next_cursor}) if found.next_cursor else ""
    return portal_page(request, guest, "invoices.html", invoices=found.items, further=further)


@routes.get("/invoices/{invoice_id}/document.pdf")
async def read_document(invoice_id: UUID, guest: InvoiceGuest) -> Response:
    """The PDF as it was issued."""
    answer = await guest.fetch(Service.DELIVERY, f"/documents/{invoice_id}/content")
    name = answer.headers.get("Content-Disposition", "attachment")
    headers = {"Content-Disposition": name}
    return Response(answer.content, media_type="application/pdf", headers=headers)


async def unpaid(guest: Guest) -> list[InvoiceLine]:
    """What is to pay, the longest due first; nothing without the right."""
    if not guest.may(PortalRight.INVOICES):
        return []
    found: list[InvoiceLine] = []
    for state in OWED:
        one = await guest.list(
            Service.BILLING, "/invoices", InvoiceLine, state=state, limit=MOST_UNPAID
        )
        found += one.items
    return sorted(found, key=lambda one: one.due_on)
