"""The messages of one endpoint about one party: strictly in order, and blocked by their first."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self
from uuid import UUID, uuid5

from kontor_contracts.values import Value

from kontor_delivery.model.webhooks.message import Reply

PAUSES = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=2),
    timedelta(hours=4),
    timedelta(hours=6),
)
#: A message that nobody took for so long is given up; the next one gets its turn.
PATIENCE = timedelta(days=3)
WARNING_AFTER = timedelta(days=1)


class StreamState(StrEnum):
    WAITING = "waiting"
    IDLE = "idle"
    #: Its endpoint is disabled.
    HALTED = "halted"


class Stream(Value):
    """`work` grows with everything that is added, so that whoever finishes sees what came late."""

    id: UUID
    endpoint_id: UUID
    party_id: UUID
    sequence: int = 0
    work: int = 0
    state: StreamState = StreamState.WAITING
    due_at: datetime
    #: Of the message at the head.
    failures: int = 0
    failing_since: datetime | None = None
    warned: bool = False

    def relieved(self) -> Self:
        """The head is out of the way."""
        changes = {"failures": 0, "failing_since": None, "warned": False}
        return self.model_copy(update=changes)

    def refused(self, reply: Reply, *, now: datetime, spread: float) -> Self:
        """Tried again after a pause, `spread` (0 to 1) parting those that failed together."""
        pause = PAUSES[min(self.failures, len(PAUSES) - 1)] * (0.8 + 0.4 * spread)
        asked = timedelta(seconds=reply.retry_after)
        changes = {
            "failures": self.failures + 1,
            "failing_since": self.failing_since or now,
            "due_at": now + max(pause, asked),
        }
        return self.model_copy(update=changes)

    def is_hopeless(self, now: datetime) -> bool:
        return self.failing_since is not None and now - self.failing_since >= PATIENCE

    def needs_warning(self, now: datetime) -> bool:
        if self.warned or self.failing_since is None:
            return False
        return now - self.failing_since >= WARNING_AFTER


def stream_id(endpoint_id: UUID, party_id: UUID) -> UUID:
    return uuid5(endpoint_id, str(party_id))
