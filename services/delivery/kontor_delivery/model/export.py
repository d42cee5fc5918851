"""GoCardless' bulk payment file: which collections it may hold, and its bytes."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from kontor_contracts.values import Amount, CurrencyCode, Language, Value

#: The file is handed in by a person; more rows are harder to check.
LARGEST_FILE = 2000
LONGEST_CELL = 100
#: GoCardless takes a SEPA payment so many working days before it is charged.
LEAD_WORKING_DAYS = 4
WORKING_DAYS = 5
CURRENCY = "EUR"
DayT = TypeVar("DayT", bound=date)
COLUMNS = (
    "mandate.id",
    "customer.id",
    "customer.given_name",
    "customer.family_name",
    "customer.company_name",
    "customer.email",
    "payment.amount",
    "payment.currency",
    "payment.description",
    "payment.charge_date",
    "payment.metadata.invoice",
)
INVOICE_WORD = {
    Language.GERMAN: "Rechnung",
    Language.FRENCH: "Facture",
    Language.ENGLISH: "Invoice",
}
#: A cell is read back as it is: no control character, no outer blank, no formula.
SAFE_CELL = re.compile(r"[^\s=+\-@\x00-\x1f\x7f]([^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?")


class ExportRow(Value):
    """One payment to be collected."""

    mandate: str
    amount: Amount
    currency: CurrencyCode
    language: Language
    due_on: date
    reference: str

    def cells(self, earliest: date) -> tuple[str, ...]:
        description = f"{INVOICE_WORD[self.language]} {self.reference}"
        charge_date = charged_on(self.due_on, earliest)
        amount = f"{self.amount:.2f}"
        return (
            self.mandate, "", "", "", "", "",
            amount, self.currency, description, charge_date, self.reference,
        )  # fmt: skip


def is_safe(cell: str) -> bool:
    return len(cell) <= LONGEST_CELL and SAFE_CELL.fullmatch(cell) is not None


def earliest_charge(today: date) -> date:
    """The first day on which a payment handed in today may be charged."""
    return working_days_after(today, LEAD_WORKING_DAYS)


def working_days_after(day: DayT, count: int) -> DayT:
    """The day, or moment, so many working days later."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < WORKING_DAYS
    return day


def charged_on(due_on: date, earliest: date) -> str:
    """The due day, or the working day after; empty (as soon as possible) when that is too early."""
    if due_on < earliest:
        return ""
    while due_on.weekday() >= WORKING_DAYS:
        due_on += timedelta(days=1)
    return due_on.isoformat()


def total(rows: Sequence[ExportRow]) -> Decimal:
    return sum((row.amount for row in rows), Decimal("0.00"))


def csv_bytes(rows: Sequence[ExportRow], *, earliest: date) -> bytes:
    """The file as the dashboard's import wants it: RFC 4180, UTF-8 without BOM, CRLF."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(row.cells(earliest) for row in rows)
    return text.getvalue().encode()
