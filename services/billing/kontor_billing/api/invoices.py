"""Routes of invoices after issue."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from kontor_chassis.http import Page, etag, once
from kontor_chassis.http.access import bound_to
from kontor_chassis.http.paging import next_cursor, read_cursor
from kontor_chassis.transaction import Once
from kontor_contracts.billing.standing import InvoiceState

from kontor_billing.api.callers import Accountant, InvoiceReader, Reader
from kontor_billing.model.credit_notes import CreditRequest
from kontor_billing.model.receivable_view import (
    InvoiceSort,
    InvoiceView,
    Wanted,
    WholeInvoice,
    read,
    written,
)
from kontor_billing.usecases import credit_notes, receivables
from kontor_billing.usecases.billing import Billing

Limit = Annotated[int, Query(ge=1, le=1000)]
Cursor = Annotated[str, Query(max_length=2000)]
OnceInvoice = Annotated[Once | None, Depends(once(WholeInvoice))]
Party = Annotated[UUID | None, Query(alias="party_id")]


def router(billing: Billing) -> APIRouter:
    routes = APIRouter(tags=["invoices"])
    _add_list(routes, billing)
    _add_invoice(routes, billing)
    return routes


def _add_list(routes: APIRouter, billing: Billing) -> None:
    @routes.get("/invoices")
    async def list_invoices(  # noqa: PLR0913  # one argument a filter
        caller: InvoiceReader,
        party: Party = None,
        state: InvoiceState | None = None,
        number: str | None = None,
        *,
        overdue: bool | None = None,
        starting: Annotated[str, Query(max_length=100)] = "",
        sort: InvoiceSort = InvoiceSort.NUMBER,
        limit: Limit = 100,
        cursor: Cursor = "",
    ) -> Page[InvoiceView]:
        """Invoices and credit notes by number or due day, with what is owed of each.

        `starting`: how the number begins. A contact sees those of its own party.
        """
        wanted = Wanted(bound_to(caller) or party, state, number, overdue, starting, sort)
        after = read(read_cursor(cursor))
        found = await receivables.page(billing, wanted, after=after, limit=limit)
        following = next_cursor(found, limit, written)
        return Page(items=[InvoiceView.of(one) for one in found], next_cursor=following)


def _add_invoice(routes: APIRouter, billing: Billing) -> None:
    """One of them, and what is credited of it."""

    @routes.get("/invoices/{invoice_id}")
    async def read_invoice(invoice_id: UUID, _caller: Reader, response: Response) -> WholeInvoice:
        """One invoice as it was issued, and what is owed of it now."""
        receivable, body = await receivables.invoice(billing, invoice_id)
        response.headers.update(etag(receivable.version))
        return WholeInvoice.with_body(receivable, body)

    @routes.post("/invoices/{invoice_id}/credit-notes", status_code=201)
    async def credit_invoice(
        invoice_id: UUID,
        request: CreditRequest,
        _caller: Accountant,
        key: OnceInvoice,
        response: Response,
    ) -> WholeInvoice:
        """Credit the whole invoice, which cancels it, or some lines, or an amount."""
        note = await credit_notes.issue_credit_note(billing, invoice_id, request, key)
        response.headers["Location"] = f"/invoices/{note.id}"
        return note
