"""A received message, still bytes, and the lane it must keep its place in."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kontor_contracts.envelope import Envelope, read_envelope, read_event
from kontor_contracts.event import Event
from kontor_contracts.topic import Topic


@dataclass(frozen=True, slots=True)
class Message:
    """One Kafka record. Messages of one (partition, key) form a lane and are handled in order."""

    topic: Topic
    partition: int
    offset: int
    key: str | None
    headers: tuple[tuple[str, bytes], ...]
    body: bytes | None

    @property
    def lane(self) -> tuple[int, str]:
        """Without a key there is no order to keep: a lane of its own."""
        return (self.partition, self.key if self.key is not None else f"\x00{self.offset}")


@dataclass(frozen=True, slots=True)
class Fact:
    """A message that was understood."""

    message: Message
    envelope: Envelope
    event: Event
    inbox_id: str = field(default="")


def read(message: Message) -> Fact | None:
    """The fact; None for a tombstone or a type unknown here; NotAnEventError when unreadable."""
    envelope = read_envelope(message.headers)
    if message.body is None:
        return None
    event = read_event(message.topic, envelope.type, message.body)
    if event is None:
        return None
    return Fact(message, envelope, event, f"{envelope.source}/{envelope.id}")


def lanes(messages: Iterable[Message]) -> list[list[Message]]:
    """The messages by lane, each lane in the order received."""
    found: dict[tuple[int, str], list[Message]] = {}
    for message in messages:
        found.setdefault(message.lane, []).append(message)
    return list(found.values())
