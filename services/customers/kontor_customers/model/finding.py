"""What is looked for in the list of parties, and in which order it is shown."""

from enum import StrEnum
from typing import Annotated, NamedTuple
from uuid import UUID

from kontor_contracts.customers.party import DeliveryMethod, Lifecycle, PartyKind
from kontor_contracts.errors import FieldError, InvalidInputError
from kontor_contracts.values import CountryCode, Value
from pydantic import Field


class Sort(StrEnum):
    NAME = "name"
    NAME_DOWN = "-name"
    NUMBER = "number"
    NUMBER_DOWN = "-number"
    NEWEST = "newest"
    OLDEST = "oldest"


class PartyQuery(Value):
    """All conditions hold at once; an absent one holds for every party.

    `q` finds any part of name, number, contacts, e-mail, phone, VAT id, and ends of IBANs.
    """

    q: Annotated[str, Field(max_length=200)] = ""
    lifecycle: Lifecycle | None = None
    kind: PartyKind | None = None
    country: CountryCode | None = None
    delivery_method: DeliveryMethod | None = None
    on_hold: bool | None = None
    tag: Annotated[str, Field(max_length=70)] | None = None
    responsible_id: UUID | None = None
    sort: Sort = Sort.NAME


class PageQuery(PartyQuery):
    """So many of them, from where the page before ended."""

    limit: Annotated[int, Field(ge=1, le=500)] = 50
    cursor: Annotated[str, Field(max_length=2000)] = ""


class Position(NamedTuple):
    """Where a list goes on: behind this party, which is sorted under `key`."""

    sort: Sort
    key: str
    party_id: UUID


def written(position: Position) -> str:
    """The position as text."""
    return f"{position.sort}\n{position.party_id}\n{position.key}"


def read(text: str, sort: Sort) -> Position:
    """The position in a list of this order; InvalidInputError when it is of another, or none."""
    named, _, rest = text.partition("\n")
    party_id, _, key = rest.partition("\n")
    try:
        position = Position(Sort(named), key, UUID(party_id))
    except ValueError as wrong:
        raise _not_ours() from wrong
    if position.sort is not sort:
        raise _not_ours()
    return position


def _not_ours() -> InvalidInputError:
    error = FieldError("cursor", "not-a-cursor", "Use next_cursor of the page before.")
    return InvalidInputError("the cursor is not one of this list", fields=[error])
