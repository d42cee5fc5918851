"""Routes of payments that came, and of what a party owes or has paid too much."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from kontor_chassis.http import Page
from kontor_chassis.http.paging import next_cursor, read_id_cursor

from kontor_billing.api.callers import Accountant, InvoiceReader, of_own_party
from kontor_billing.model.account import Account
from kontor_billing.model.payments import Assignment, Dismissal, PaymentState, ReceivedPayment
from kontor_billing.usecases import payments, receivables
from kontor_billing.usecases.billing import Billing

Limit = Annotated[int, Query(ge=1, le=1000)]
Cursor = Annotated[str, Query(max_length=2000)]


def router(billing: Billing) -> APIRouter:
    routes = APIRouter(tags=["payments"])

    @routes.get("/payments")
    async def list_payments(
        _caller: Accountant,
        state: PaymentState | None = None,
        limit: Limit = 100,
        cursor: Cursor = "",
    ) -> Page[ReceivedPayment]:
        """Payments that came: what they paid, or why nobody could place them."""
        after = read_id_cursor(cursor)
        found = await payments.page(billing, state, after=after, limit=limit)
        return Page(items=found, next_cursor=next_cursor(found, limit, lambda one: one.id))

    @routes.post("/payments/{payment_id}/assign")
    async def assign_payment(
        payment_id: UUID, request: Assignment, _caller: Accountant
    ) -> ReceivedPayment:
        """Say which invoices an unmatched payment is for; what is beyond them is a credit."""
        return await payments.assign(billing, payment_id, request)

    @routes.post("/payments/{payment_id}/dismiss")
    async def dismiss_payment(
        payment_id: UUID, request: Dismissal, _caller: Accountant
    ) -> ReceivedPayment:
        """It pays no invoice of ours."""
        return await payments.dismiss(billing, payment_id, request.reason)

    @routes.get("/parties/{party_id}/account")
    async def read_account(party_id: UUID, caller: InvoiceReader) -> list[Account]:
        """What the party owes, and what it has paid beyond that, by currency."""
        return await receivables.accounts(billing, of_own_party(caller, party_id))

    return routes
