"""One line of a party's timeline: one fact."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from kontor_contracts.values import Value
from pydantic import Field


class Kind(StrEnum):
    """What people narrow the timeline by."""

    RECORD = "record"
    NOTE = "note"
    PAYMENT = "payment"
    FOLDER = "folder"
    INVOICE = "invoice"
    DELIVERY = "delivery"
    ACTION = "action"
    TICKET = "ticket"


class Line(Value):
    """`type` is the fact's; words for it, with what `says` holds, are the page's matter."""

    #: Of the fact: the same again is the same line.
    id: str
    party_id: UUID
    at: datetime
    kind: Kind
    type: str
    #: The name of whoever caused it; empty: it came about by itself.
    who: str = ""
    says: dict[str, str] = Field(default_factory=dict)
    #: Codes of the parts of the record that changed.
    changed: tuple[str, ...] = ()
    #: The record's page.
    link: str = ""
