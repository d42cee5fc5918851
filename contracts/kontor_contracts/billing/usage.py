"""What was used of a folder's services, as other systems measure it."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field

from kontor_contracts.event import Event
from kontor_contracts.topics import INBOUND_USAGE
from kontor_contracts.values import Amount, Value

#: `calls`, `data`, `units`, or whatever a tariff names: an open vocabulary.
UsageKind = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Count = Annotated[int, Field(ge=1, le=10**12)]
Bundle = Annotated[int, Field(ge=0, le=10**15)]
Cap = Annotated[Amount, Field(ge=0)]


class UsageUnit(StrEnum):
    """What a quantity counts; always whole."""

    SECONDS = "seconds"
    BYTES = "bytes"
    PIECES = "pieces"


class UsageTariff(Value):
    """How a line's `unit_price` applies to usage. Bundle and cap belong to a civil month."""

    kind: UsageKind
    unit: UsageUnit
    #: How many units the price is for: 60 for a price per minute.
    per: Count = 1
    #: Each record is rounded up to whole steps: 1 bills by the second, 60 every started minute.
    step: Count = 1
    #: Units a month without charge.
    included: Bundle = 0
    #: The most that a month costs, net.
    cap: Cap | None = None
    #: Only what goes to destinations that begin so; the longest beginning in the folder wins.
    destination: Annotated[str, Field(max_length=100)] = ""


class UsageRecorded(Event, topic=INBOUND_USAGE):
    """Another system measured a use of a folder's service. Sent once per `usage_id`.

    The same id never counts twice. Usage of an unknown folder is listed until somebody assigns it.
    """

    #: Chosen by the sender, unique for ever.
    usage_id: Annotated[str, Field(min_length=1, max_length=100)]
    folder_id: UUID
    kind: UsageKind
    quantity: Count
    unit: UsageUnit
    occurred_at: AwareDatetime
    #: Number called, access point, article: printed in the annex.
    destination: Annotated[str, Field(max_length=100)] = ""

    @property
    def subject(self) -> str:
        return self.usage_id

    @property
    def key(self) -> str:
        return str(self.folder_id)
