"""What billing answers about the bank's files."""

from datetime import date
from uuid import UUID

from kontor_contracts.values import Amount, Value


class ReturnItem(Value):
    key: str
    kind: str
    reference: str
    amount: Amount | None
    code: str
    text: str = ""


class ReturnedDebit(Value):
    """A return and what was made of it."""

    entry: ReturnItem
    state: str
    reason: str = ""


class PaymentItem(Value):
    amount: Amount
    currency: str
    booked_on: date | None = None
    text: str = ""
    payer: str = ""


class PaidInvoice(Value):
    invoice_number: str
    amount: Amount


class ReceivedPayment(Value):
    """A payment and the invoices that it pays."""

    id: UUID
    payment: PaymentItem
    state: str
    reason: str = ""
    allocations: tuple[PaidInvoice, ...] = ()


class BankFileTaken(Value):
    entries: tuple[ReturnedDebit, ...]
    payments: tuple[ReceivedPayment, ...] = ()
    #: Not reached in time: the same file again takes them.
    remaining: int = 0
