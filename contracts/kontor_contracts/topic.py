"""How a topic is declared: who writes it, how long it is kept, how it is split."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kontor_contracts.event import Event

#: Producers that are no service: whoever measures or sells something; all services that hear them.
OTHERS, SERVICES = "other systems", "services that listen to other systems"


@dataclass(frozen=True, eq=False)
class Topic:
    """A Kafka topic and the facts on it.

    A compacted topic is keyed by aggregate id and keeps each aggregate's last state for ever;
    any other is keyed by party id (run id where a fact belongs to no party) and keeps its facts
    for `retention_days`.
    """

    name: str
    description: str
    producer: str
    consumers: tuple[str, ...]
    compacted: bool = False
    partitions: int = 6
    retention_days: int = 30
    #: Event classes by `ce_type`; filled as the classes are defined.
    events: dict[str, "type[Event]"] = field(default_factory=dict)
