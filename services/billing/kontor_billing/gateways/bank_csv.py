"""Returns and payments out of a CSV, for banks and providers that send no XML."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import TypeVar

from kontor_chassis.tables import Row, read_table
from kontor_contracts.billing.collection import ReturnKind
from kontor_contracts.errors import FieldError
from kontor_contracts.values import cents

from kontor_billing.gateways.bank_xml import NotABankFileError
from kontor_billing.model.bank_entries import LARGEST, Return
from kontor_billing.model.incoming import BankFile, IncomingPayment, Item, bank_file

#: `code` makes a row a return: `reference` is then the end-to-end id of the debit.
COLUMNS = ("id", "booked_on", "amount", "currency", "reference", "text", "name", "iban", "code")
REQUIRED = ("booked_on", "amount")
_AMOUNT = re.compile(r"^-?(\d{1,13}|\d{1,3}([.,' ]\d{3}){1,3})([.,]\d{2})?$")
ParsedT = TypeVar("ParsedT")


def is_csv(content: bytes) -> bool:
    """Whether the first line is a header of ours; anything else must be XML."""
    first = content[:1000].partition(b"\n")[0].lower()
    return b"amount" in first and not first.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def read_bank_csv(content: bytes) -> BankFile:
    """Every row; NotABankFileError names every wrong cell, and nothing is taken."""
    if len(content) > LARGEST:
        raise NotABankFileError(f"the file is larger than {LARGEST // 1024**2} MiB")
    wrong: list[FieldError] = []
    rows = read_table(content, columns=COLUMNS, required=REQUIRED)
    items = [item for row in rows for item in _item(row, wrong)]
    if wrong:
        raise NotABankFileError("some rows cannot be read; nothing was taken", fields=wrong)
    return bank_file(items)


def _item(row: Row, wrong: list[FieldError]) -> Iterator[Item]:
    """Money that left the account by our own will is no item."""
    if row.unreadable:
        wrong.append(FieldError(f"line {row.line}", "unreadable", row.unreadable))
        return
    amount = _cell(row, "amount", _amount, wrong)
    booked_on = _cell(row, "booked_on", _day, wrong)
    if amount is None or booked_on is None:
        return
    if row.cells.get("code"):
        yield _return(row, abs(amount))
    elif amount > 0:
        yield _payment(row, amount, booked_on)


def _return(row: Row, amount: Decimal) -> Return:
    cells = row.cells
    digest = sha256("\n".join(f"{key}={cells[key]}" for key in sorted(cells)).encode()).hexdigest()
    return Return(
        key=cells.get("id") or f"returned/{digest}",
        kind=ReturnKind.RETURNED,
        reference=cells.get("reference", ""),
        amount=amount,
        currency=cells.get("currency", "").upper() or "EUR",
        code=cells["code"].upper(),
        text=cells.get("text", ""),
    )


def _payment(row: Row, amount: Decimal, booked_on: date) -> IncomingPayment:
    cells = row.cells
    reference = cells.get("reference", "")
    return IncomingPayment(
        key=f"csv/{cells['id']}" if cells.get("id") else "",
        amount=amount,
        currency=cells.get("currency", "").upper() or "EUR",
        booked_on=booked_on,
        references=(reference,) if reference else (),
        text=cells.get("text", ""),
        payer=cells.get("name", ""),
        iban="".join(cells.get("iban", "").split()).upper(),
    )


def _cell(
    row: Row, name: str, parse: Callable[[str], ParsedT], wrong: list[FieldError]
) -> ParsedT | None:
    text = row.cells.get(name, "")
    try:
        return parse(text)
    except ValueError:
        wrong.append(FieldError(f"line {row.line}: {name}", "not-readable", f"{text!r} is none"))
        return None


def _amount(text: str) -> Decimal:
    """`1234.56`, `1.234,56`, `1'234.56`: two digits behind a last mark are cents."""
    if not _AMOUNT.match(text):
        raise ValueError(text)
    has_cents = len(text) > 2 and text[-3] in ".,"  # noqa: PLR2004
    digits = Decimal(re.sub(r"[.,' ]", "", text))
    return cents(digits / 100 if has_cents else digits)


def _day(text: str) -> date:
    if "." in text:
        return datetime.strptime(text, "%d.%m.%Y").date()  # noqa: DTZ007  # a civil day
    return date.fromisoformat(text)
