"""Invoices as lists show them and are asked for."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Self
from uuid import UUID

from kontor_contracts.billing.invoice import DeliveryTerms, Invoice, InvoiceGenerated, InvoiceKind
from kontor_contracts.billing.standing import InvoiceState
from kontor_contracts.errors import FieldError, InvalidInputError
from kontor_contracts.values import Amount, CurrencyCode, Value

from kontor_billing.model.receivable import Receivable


class InvoiceSort(StrEnum):
    NUMBER = "number"
    NUMBER_DOWN = "-number"
    DUE = "due_on"
    DUE_DOWN = "-due_on"

    @property
    def is_downwards(self) -> bool:
        return self.startswith("-")

    @property
    def is_by_day(self) -> bool:
        return self in {InvoiceSort.DUE, InvoiceSort.DUE_DOWN}


class Position(NamedTuple):
    """Where a list goes on: behind this invoice."""

    due_on: str
    number: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which invoices a list shows; None shows all."""

    party_id: UUID | None = None
    state: InvoiceState | None = None
    number: str | None = None
    overdue: bool | None = None
    #: How the number begins.
    starting: str = ""
    sort: InvoiceSort = InvoiceSort.NUMBER


def written(one: Receivable) -> str:
    """The position behind the invoice, as text."""
    return f"{one.due_on.isoformat()}\n{one.number}"


def read(text: str) -> Position | None:
    """None without a text; InvalidInputError when it is no position of ours."""
    day, found, number = text.partition("\n")
    if text and not found:
        raise not_ours()
    return Position(day, number) if text else None


def not_ours() -> InvalidInputError:
    wrong = FieldError("cursor", "not-a-cursor", "Use next_cursor of the page before.")
    return InvalidInputError("the cursor is not one of ours", fields=[wrong])


class InvoiceView(Value):
    """An invoice and what is owed of it; `credit` is what was paid beyond."""

    id: UUID
    number: str
    kind: InvoiceKind
    preceding_number: str
    party_id: UUID
    account_number: str
    account_name: str = ""
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
