"""Routes of invoices by hand."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from kontor_chassis.http import once
from kontor_chassis.transaction import Once
from kontor_contracts.billing.invoice import DeliveryTerms, Invoice
from kontor_contracts.values import Value

from kontor_billing.api.callers import Accountant
from kontor_billing.model.one_off import OneOffInvoice
from kontor_billing.model.receivable_view import WholeInvoice
from kontor_billing.usecases import one_off
from kontor_billing.usecases.billing import Billing

OnceInvoice = Annotated[Once | None, Depends(once(WholeInvoice))]


class InvoiceDraft(Value):
    """An invoice that nobody has issued: its number is empty."""

    invoice: Invoice
    delivery: DeliveryTerms


def router(billing: Billing) -> APIRouter:
    routes = APIRouter(tags=["invoices"])

    @routes.post("/invoice-previews")
    async def preview_invoice(request: OneOffInvoice, _caller: Accountant) -> InvoiceDraft:
        """The invoice as it would be issued now, with nothing written."""
        draft = await one_off.preview_one_off(billing, request)
        return InvoiceDraft(invoice=draft.invoice, delivery=draft.delivery)

    @routes.post("/invoices", status_code=201)
    async def issue_invoice(
        request: OneOffInvoice, _caller: Accountant, key: OnceInvoice, response: Response
    ) -> WholeInvoice:
        """Issue one invoice by hand: numbered, frozen, delivered and collected like any other."""
        issued = await one_off.issue_one_off(billing, request, key)
        response.headers["Location"] = f"/invoices/{issued.id}"
        return issued

    return routes
