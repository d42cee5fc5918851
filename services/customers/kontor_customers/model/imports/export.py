"""Parties as rows of customers.csv: what was exported can be imported."""

import csv
import io
from collections.abc import Mapping, Sequence
from enum import Enum
from uuid import UUID

from kontor_contracts.customers.party import Party

from kontor_customers.model.imports.columns import FORMULA_STARTS, SEPARATOR
from kontor_customers.model.imports.customer_columns import COLUMNS


def header() -> str:
    """The first line."""
    return _line(list(COLUMNS))


def row_of(party: Party, payers: Mapping[UUID, str], members: Mapping[UUID, str]) -> str:
    """The party in one line; cells that a spreadsheet would calculate are kept texts."""
    record = {
        "number": party.number,
        "lifecycle": party.lifecycle,
        "party": party.model_dump(),
        "payer": payers.get(party.payer_id, "") if party.payer_id else "",
        "responsible": members.get(party.responsible_id, "") if party.responsible_id else "",
    }
    return _line([_neutral(_text(_at(record, path))) for path in COLUMNS.values()])


def _at(record: object, path: Sequence[str]) -> object:
    for step in path:
        record = record.get(step) if isinstance(record, Mapping) else None
    return record


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Enum():
            return str(value.value)
        case tuple() | list():
            return SEPARATOR.join(map(str, value))
    return str(value)


def _neutral(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def _line(cells: Sequence[str]) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerow(cells)
    return written.getvalue()
