"""Parties as rows of customers.csv: what was exported can be imported."""

from collections.abc import Mapping, Sequence
from enum import Enum
from uuid import UUID

from kontor_contracts.customers.party import Party

from kontor_customers.model.imports.columns import SEPARATOR
from kontor_customers.model.imports.customer_columns import COLUMNS


def row_of(party: Party, payers: Mapping[UUID, str], members: Mapping[UUID, str]) -> list[str]:
    """The cells of the party, in the order of `COLUMNS`."""
    record = {
        "number": party.number,
        "lifecycle": party.lifecycle,
        "party": party.model_dump(),
        "payer": payers.get(party.payer_id, "") if party.payer_id else "",
        "responsible": members.get(party.responsible_id, "") if party.responsible_id else "",
    }
    return [_text(_at(record, path)) for path in COLUMNS.values()]


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
