"""The itemised annex of an invoice: a row per record, formulas kept texts."""

import csv
import io
from collections.abc import Sequence
from decimal import Decimal

from kontor_billing.model.usage import UsageRecord

COLUMNS = ("usage_id", "occurred_at", "kind", "destination", "quantity", "unit", "amount")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def header() -> str:
    return _line(COLUMNS)


def row_of(record: UsageRecord, amount: Decimal) -> str:
    return _line(
        (
            _neutral(record.id),
            record.occurred_at.isoformat(),
            record.kind,
            _neutral(record.destination),
            str(record.quantity),
            record.unit,
            f"{amount:f}",
        )
    )


def _neutral(cell: str) -> str:
    """A spreadsheet would calculate it otherwise."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def _line(cells: Sequence[str]) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerow(cells)
    return written.getvalue()
