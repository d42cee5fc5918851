"""Invoices as lists show them and are asked for."""

from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from kontor_contracts.billing.invoice import DeliveryTerms, Invoice, InvoiceGenerated, InvoiceKind
from kontor_contracts.billing.standing import InvoiceState
from kontor_contracts.values import Amount, CurrencyCode, Value

from kontor_billing.model.receivable import Receivable


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which invoices a list shows; None shows all."""

    party_id: UUID | None = None
    state: InvoiceState | None = None
    number: str | None = None
    overdue: bool | None = None
    #: How the number begins.
    starting: str = ""


class InvoiceView(Value):
    """An invoice and what is owed of it; `credit` is what was paid beyond."""

    id: UUID
    number: str
    kind: InvoiceKind
    preceding_number: str
    party_id: UUID
    account_number: str
    currency: CurrencyCode
    issued_on: date
    due_on: date
    state: InvoiceState
    payable: Amount
    paid: Amount
    credited: Amount
    open: Amount
    credit: Amount

    @classmethod
    def of(cls, receivable: Receivable) -> Self:
        return cls.model_validate(_fields(receivable))


class WholeInvoice(InvoiceView):
    invoice: Invoice
    delivery: DeliveryTerms

    @classmethod
    def with_body(cls, receivable: Receivable, body: InvoiceGenerated) -> Self:
        return cls(**_fields(receivable), invoice=body.invoice, delivery=body.delivery)


def _fields(receivable: Receivable) -> dict[str, object]:
    return {**receivable.model_dump(), "open": receivable.open, "credit": receivable.credit}
