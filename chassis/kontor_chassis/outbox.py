"""Facts waiting to be published, written in the transaction of the change that causes them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bson.binary import Binary
from kontor_contracts.envelope import Envelope
from kontor_contracts.event import Event
from kontor_contracts.topic import Topic
from pymongo.asynchronous.client_session import AsyncClientSession

from kontor_chassis import acting, tracing
from kontor_chassis.clock import now
from kontor_chassis.ids import new_id
from kontor_chassis.mongo import Database, Document

COLLECTION = "outbox"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A key whose facts compaction is to forget, where no last fact is told."""

    topic: Topic
    key: str
    type: str = "forgotten"
    order: int = 0

    @property
    def subject(self) -> str:
        return self.key


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact with its body as it will be sent; without one it is a tombstone of its key."""

    event: Event | Forgotten
    body: bytes | None
    tag: str = ""
    #: Of the work that publishes it: one transaction may do work of several traces.
    trace: str | None = field(default_factory=tracing.current)


async def ensure_indexes(database: Database) -> None:
    """Create the collection and its indexes; a transaction cannot."""
    outbox = database[COLLECTION]
    await outbox.create_index([("subject", 1), ("order", 1), ("_id", 1)])
    await outbox.create_index("tag", sparse=True)


async def append(
    database: Database, entries: Sequence[Entry], *, source: str, session: AsyncClientSession
) -> None:
    """Write `entries` in the open transaction."""
    same = {"time": now(), "actor": acting.current()}
    rows: list[Document] = [_row(entry, source) | same for entry in entries]
    await database[COLLECTION].insert_many(rows, session=session)


async def unpublished(database: Database, tag: str = "") -> int:
    """How many facts still wait for the relay; of one cause where `tag` is given."""
    return await database[COLLECTION].count_documents({"tag": tag} if tag else {})


async def oldest(database: Database) -> datetime | None:
    """When the fact that has waited longest came about; None when none waits."""
    row = await database[COLLECTION].find_one({}, {"time": 1}, sort=[("_id", 1)])
    return row["time"] if row else None


def _row(entry: Entry, source: str) -> Document:
    event = entry.event
    row: Document = {
        "_id": new_id(),
        "topic": event.topic.name,
        "key": event.key,
        "type": event.type,
        "source": source,
        "subject": event.subject,
        "order": event.order,
        "traceparent": entry.trace,
        "body": None if entry.body is None else Binary(entry.body),
    }
    return row | {"tag": entry.tag} if entry.tag else row


def envelope_of(row: Document) -> Envelope:
    """The envelope under which the outbox row `row` is sent."""
    return Envelope(
        id=str(row["_id"]),
        type=row["type"],
        source=row["source"],
        subject=row["subject"],
        time=row["time"],
        traceparent=row["traceparent"],
        actor=row.get("actor", ""),
    )
