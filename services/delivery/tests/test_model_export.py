"""GoCardless' file, read by the csv module and compared to the rules of its dashboard."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kontor_contracts.values import Language
from kontor_delivery.model.export import (
    COLUMNS,
    ExportRow,
    charged_on,
    csv_bytes,
    earliest_charge,
    is_safe,
    total,
)

MONDAY = date(2026, 11, 2)


def a_row(**changes: object) -> ExportRow:
    values: dict[str, object] = {
        "mandate": "MD0001",
        "amount": Decimal("59.38"),
        "currency": "EUR",
        "language": Language.GERMAN,
        "due_on": date(2026, 11, 16),
        "reference": "2026-000123-1-1",
    }
    return ExportRow.model_validate(values | changes)


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True))


def test_a_row_has_the_eleven_cells_of_the_template() -> None:
    header, row = read(csv_bytes([a_row()], earliest=MONDAY))
    assert tuple(header) == COLUMNS
    filled = ["59.38", "EUR", "Rechnung 2026-000123-1-1", "2026-11-16", "2026-000123-1-1"]
    assert row == ["MD0001", "", "", "", "", "", *filled]


def test_lines_end_with_crlf_and_no_byte_order_mark_leads() -> None:
    content = csv_bytes([a_row(language=Language.FRENCH)], earliest=MONDAY)
    assert content.startswith(b"mandate.id,")
    assert content.count(b"\r\n") == content.count(b"\n") == 2


def test_the_sum_is_exact() -> None:
    assert total([a_row(amount=Decimal("0.10"))] * 3) == Decimal("0.30")


def test_a_payment_due_too_soon_is_charged_as_soon_as_possible() -> None:
    assert earliest_charge(MONDAY) == date(2026, 11, 6)
    assert charged_on(date(2026, 11, 5), earliest_charge(MONDAY)) == ""


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)))
def test_nothing_is_charged_on_a_weekend(due_on: date) -> None:
    charged = charged_on(due_on, date(2026, 1, 1))
    assert date.fromisoformat(charged).weekday() < 5
    assert charged >= due_on.isoformat()


@pytest.mark.parametrize("cell", ["=1+1", "+49", "-x", "@a", " a", "a ", "a\nb", "", "x" * 101])
def test_a_cell_that_a_spreadsheet_would_change_is_not_safe(cell: str) -> None:
    assert not is_safe(cell)


@pytest.mark.parametrize("cell", ["MD0001", "2026-000123-1-1", "a b", "x" * 100])
def test_an_ordinary_cell_is_safe(cell: str) -> None:
    assert is_safe(cell)
