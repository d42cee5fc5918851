"""What is owed of an invoice after issue, and the fact that each change of it is."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Self
from uuid import UUID

from kontor_contracts.billing.invoice import InvoiceGenerated, InvoiceKind
from kontor_contracts.billing.standing import (
    InvoiceCancelled,
    InvoiceOverdue,
    InvoicePaid,
    InvoicePartPaid,
    InvoiceReopened,
    InvoiceState,
    Standing,
    StandingEvent,
)
from kontor_contracts.values import Amount, CurrencyCode, Value

from kontor_billing.model.vat import ZERO

OWING = (InvoiceState.OPEN, InvoiceState.PART_PAID, InvoiceState.OVERDUE)


class Receivable(Value):
    """Lives beside the frozen invoice and changes by version."""

    id: UUID
    number: str
    kind: InvoiceKind
    preceding_number: str = ""
    party_id: UUID
    #: The party that pays in its place.
    payer_id: UUID | None = None
    account_number: str
    account_name: str = ""
    currency: CurrencyCode
    issued_on: date
    due_on: date
    payable: Amount
    paid: Amount = ZERO
    credited: Amount = ZERO
    overdue_since: date | None = None
    state: InvoiceState = InvoiceState.OPEN
    version: int = 0

    @property
    def balance(self) -> Decimal:
        """What is owed; below zero it is the party's credit. A credit note is neither."""
        if self.kind is InvoiceKind.CREDIT_NOTE:
            return ZERO
        return self.payable - self.paid - self.credited

    @property
    def open(self) -> Decimal:
        return max(self.balance, ZERO)

    @property
    def credit(self) -> Decimal:
        return max(-self.balance, ZERO)

    def with_changes(self, **changes: object) -> Self:
        changed = self.model_copy(update={"version": self.version + 1, **changes})
        return changed.model_copy(update={"state": state_of(changed)})


def receivable_of(event: InvoiceGenerated) -> Receivable:
    """As it stands at issue: a credit note is settled, an invoice over nothing is paid."""
    invoice = event.invoice
    receivable = Receivable(
        id=invoice.id,
        number=invoice.number,
        kind=invoice.kind,
        preceding_number=invoice.preceding_number,
        party_id=invoice.party_id,
        payer_id=invoice.payer.party_id if invoice.payer else None,
        account_number=invoice.buyer.number,
        account_name=invoice.buyer.name,
        currency=invoice.currency,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        payable=invoice.totals.payable,
    )
    return receivable.model_copy(update={"state": state_of(receivable)})


def state_of(receivable: Receivable) -> InvoiceState:
    if receivable.kind is InvoiceKind.CREDIT_NOTE:
        return InvoiceState.SETTLED
    if receivable.credited and receivable.credited >= receivable.payable:
        return InvoiceState.CANCELLED
    if receivable.balance <= 0:
        return InvoiceState.PAID
    if receivable.overdue_since:
        return InvoiceState.OVERDUE
    if receivable.paid or receivable.credited:
        return InvoiceState.PART_PAID
    return InvoiceState.OPEN


def paid(receivable: Receivable, amount: Decimal) -> Receivable:
    """With money that came; a negative `amount` is money that went back."""
    return receivable.with_changes(paid=receivable.paid + amount)


def credited(receivable: Receivable, amount: Decimal) -> Receivable:
    return receivable.with_changes(credited=receivable.credited + amount)


def overdue(receivable: Receivable, today: date) -> Receivable:
    """Overdue from `today` on, once; the same when nothing is owed or it is not due yet."""
    if receivable.overdue_since or receivable.balance <= 0 or receivable.due_on >= today:
        return receivable
    return receivable.with_changes(overdue_since=today)


def fact_of(before: Receivable, after: Receivable) -> StandingEvent | None:
    """The fact that the change is; None where it only moves a credit."""
    fact = _fact(before, after)
    return fact(standing=standing_of(after)) if fact else None


def _fact(before: Receivable, after: Receivable) -> Callable[..., StandingEvent] | None:
    if after.state in {InvoiceState.CANCELLED, InvoiceState.PAID}:
        cancelled = after.state is InvoiceState.CANCELLED
        settled = InvoiceCancelled if cancelled else InvoicePaid
        return settled if before.state is not after.state else None
    if after.balance > before.balance:
        return InvoiceReopened
    if after.balance < before.balance:
        return InvoicePartPaid
    return InvoiceOverdue if after.overdue_since != before.overdue_since else None


def standing_of(receivable: Receivable) -> Standing:
    shared = Standing.model_fields.keys() & Receivable.model_fields.keys()
    return Standing(
        **receivable.model_dump(include=set(shared)),
        invoice_id=receivable.id,
        invoice_number=receivable.number,
        open=receivable.open,
    )
