"""Invoices: what is owed of each, how each was delivered, and its document."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from kontor_contracts.billing.invoice import Invoice
from kontor_contracts.values import Amount, Value

from kontor_web.access import SignedIn
from kontor_web.forms import typed_in
from kontor_web.pages.parties.reading import if_possible
from kontor_web.rendering import page, redirected
from kontor_web.settings import Service

routes = APIRouter()
PAGE_SIZE = "50"


class InvoiceLine(Value):
    id: UUID
    number: str
    kind: str
    party_id: UUID
    account_number: str
    currency: str
    issued_on: date
    due_on: date
    state: str
    payable: Amount
    open: Amount


class WholeInvoice(InvoiceLine):
    paid: Amount
    credited: Amount
    invoice: Invoice


class DeliveryStory(Value):
    channel: str
    method: str
    state: str
    to: tuple[str, ...] = ()
    code: str = ""
    reason: str = ""
    attempts: int = 0


class Asked(Value):
    number: str = ""
    state: str = ""
    overdue: str = ""
    cursor: str = ""


@dataclass(frozen=True)
class Listing:
    asked: Asked

    def to(self, **conditions: str) -> str:
        query = urlencode({name: value for name, value in conditions.items() if value})
        return "/invoices" + (f"?{query}" if query else "")

    def further(self, cursor: str) -> str:
        return self.to(**{**self._conditions(), "cursor": cursor})

    def _conditions(self) -> Mapping[str, str]:
        return self.asked.model_dump(exclude={"cursor"})


@routes.get("/invoices")
async def list_invoices(
    request: Request, person: SignedIn, asked: Annotated[Asked, Query()]
) -> Response:
    params = {**asked.model_dump(), "limit": PAGE_SIZE}
    found = await person.list(Service.BILLING, "/invoices", InvoiceLine, **params)
    return page(request, "invoices/list.html", listing=Listing(asked), found=found)


@routes.get("/invoices/{invoice_id}")
async def show(request: Request, invoice_id: UUID, person: SignedIn) -> Response:
    path = f"/invoices/{invoice_id}"
    whole, deliveries = await asyncio.gather(
        person.read(Service.BILLING, path, WholeInvoice),
        if_possible(person.list(Service.DELIVERY, f"{path}/deliveries", DeliveryStory)),
    )
    return page(
        request,
        "invoices/invoice.html",
        whole=whole.record,
        invoice=whole.record.invoice,
        deliveries=deliveries.items if deliveries else None,
    )


@routes.get("/invoices/{invoice_id}/document.pdf")
async def read_document(invoice_id: UUID, person: SignedIn) -> Response:
    """The PDF as it was issued."""
    path = f"/documents/{invoice_id}/content"
    answer = await person.fetch(Service.DELIVERY, path)
    name = {"Content-Disposition": f'attachment; filename="{invoice_id}.pdf"'}
    return Response(answer.content, media_type="application/pdf", headers=name)


@routes.post("/invoices/{invoice_id}/send-again")
async def send_again(request: Request, invoice_id: UUID, person: SignedIn) -> Response:
    typed = await typed_in(request)
    path = f"/invoices/{invoice_id}/mails"
    body = {"method": "email-attachment"}
    await person.create(Service.DELIVERY, path, body, once=typed.one("once"))
    return redirected(f"/invoices/{invoice_id}", told="sent")
