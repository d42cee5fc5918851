"""What becomes of an invoice after its issue: paid, reopened, overdue, cancelled."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from kontor_contracts.event import Event
from kontor_contracts.topics import BILLING_INVOICE
from kontor_contracts.values import Amount, CurrencyCode, Value


class InvoiceState(StrEnum):
    OPEN = "open"
    PART_PAID = "part-paid"
    PAID = "paid"
    OVERDUE = "overdue"
    #: Credited in full; an invoice is never deleted.
    CANCELLED = "cancelled"
    #: A credit note: it stands against the invoice that it names.
    SETTLED = "settled"


class Standing(Value):
    """What is owed of an invoice; a replica is replaced by a newer version."""

    invoice_id: UUID
    invoice_number: str
    version: int
    party_id: UUID
    state: InvoiceState
    currency: CurrencyCode
    due_on: date
    payable: Amount
    paid: Amount
    credited: Amount
    #: What is still owed; never below zero.
    open: Amount


class StandingEvent(Event):
    standing: Standing

    @property
    def subject(self) -> str:
        return str(self.standing.invoice_id)

    @property
    def key(self) -> str:
        return str(self.standing.party_id)

    @property
    def order(self) -> int:
        return self.standing.version


class InvoicePaid(StandingEvent, topic=BILLING_INVOICE):
    """Nothing is owed any more. Again after a reopened invoice has been paid."""


class InvoicePartPaid(StandingEvent, topic=BILLING_INVOICE):
    """A payment or a credit note covers a part; the rest is still owed."""


class InvoiceReopened(StandingEvent, topic=BILLING_INVOICE):
    """Money that had come went back: more is owed than before."""


class InvoiceOverdue(StandingEvent, topic=BILLING_INVOICE):
    """The due date has passed, by the organisation's days, and something is owed. Once."""


class InvoiceCancelled(StandingEvent, topic=BILLING_INVOICE):
    """Credit notes cover the whole invoice. What had been paid is the party's credit."""
