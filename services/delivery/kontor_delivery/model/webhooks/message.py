"""One fact for one endpoint, and every attempt to hand it over."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID, uuid5

from kontor_contracts.values import Value

from kontor_delivery.model.webhooks.payload import PublicFact

#: The log of a message keeps so many attempts.
KEPT_ATTEMPTS = 20
GONE = 410


class MessageState(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the endpoint answered; status 0 where it gave no answer."""

    status: int
    words: str
    milliseconds: int
    #: Seconds that it asks us to wait.
    retry_after: float = 0

    @property
    def accepts(self) -> bool:
        return 200 <= self.status < 300  # noqa: PLR2004  # the classes of status codes

    @property
    def is_gone(self) -> bool:
        return self.status == GONE

    def __str__(self) -> str:
        return f"{self.status} {self.words}".strip() if self.status else self.words


class Attempt(Value):
    at: datetime
    status: int
    words: str
    milliseconds: int


class Message(Value):
    """`sequence` is its place among the endpoint's messages about this party."""

    id: UUID
    stream_id: UUID
    endpoint_id: UUID
    party_id: UUID
    sequence: int
    #: The fact's own id: a receiver knows by it what it has had already.
    webhook_id: str
    type: str
    body: bytes
    state: MessageState
    reason: str = ""
    attempts: tuple[Attempt, ...] = ()
    #: The `traceparent` of the fact; the partner's request goes on with it.
    trace: str | None = None
    recorded_at: datetime

    @classmethod
    def of(
        cls, fact: PublicFact, stream: tuple[UUID, UUID], sequence: int, *, largest: int,
        now: datetime,
    ) -> Self:  # fmt: skip
        """The next message of `stream` (its id, its endpoint's); too large a one goes nowhere."""
        stream_id, endpoint_id = stream
        body = fact.payload(sequence)
        fits = len(body) <= largest
        return cls(
            id=uuid5(endpoint_id, fact.id),
            stream_id=stream_id,
            endpoint_id=endpoint_id,
            party_id=fact.party_id,
            sequence=sequence,
            webhook_id=fact.id,
            type=fact.type,
            body=body if fits else b"",
            state=MessageState.WAITING if fits else MessageState.FAILED,
            reason="" if fits else f"{len(body)} bytes are more than the {largest} allowed",
            trace=fact.trace,
            recorded_at=now,
        )

    def attempted(self, reply: Reply, now: datetime) -> Self:
        attempt = Attempt(
            at=now, status=reply.status, words=reply.words, milliseconds=reply.milliseconds
        )
        state = MessageState.DELIVERED if reply.accepts else self.state
        changes = {
            "state": state,
            "reason": "" if reply.accepts else str(reply),
            "attempts": (*self.attempts, attempt)[-KEPT_ATTEMPTS:],
        }
        return self.model_copy(update=changes)

    def given_up(self) -> Self:
        return self.model_copy(update={"state": MessageState.FAILED})
