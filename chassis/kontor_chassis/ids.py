"""The one maker of ids."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

import uuid_utils.compat

TIME_ORDERED = 7
#: An outbox is emptied within moments; longer only while its broker is away, and that is seen.
PUBLISHED_AFTER = timedelta(minutes=1)


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): sorts by time of creation."""
    return uuid_utils.compat.uuid7()


def derived_id(namespace: UUID, *parts: str) -> UUID:
    """A UUIDv5 that is the same whenever its cause is: for effects that must not happen twice."""
    return uuid5(namespace, "\x1f".join(parts))


def made_at(record_id: UUID) -> datetime | None:
    """When `new_id` made it; None for an id that tells of no time."""
    if record_id.version != TIME_ORDERED:
        return None
    milliseconds = record_id.int >> 80
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=milliseconds)


def may_be_unpublished(record_id: UUID, now: datetime) -> bool:
    """Whether it is so young that its first fact may still wait in the outbox of its service.

    No offset of a topic tells of a fact that has not reached the broker.
    """
    made = made_at(record_id)
    return made is not None and abs(now - made) < PUBLISHED_AFTER
