"""Streams: counters of messages, and what workers claim."""

from collections.abc import Collection as Sized
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from kontor_chassis.jobs import LEASE_END, Jobs
from kontor_chassis.mongo import Database, Document, from_document
from kontor_chassis.transaction import Transaction
from pymongo import UpdateOne

from kontor_delivery.model.webhooks.stream import Stream, StreamState

#: Kept by a worker while a message stays at the head.
TROUBLE = ("failures", "failing_since", "warned")
CALM: Document = {"failures": 0, "failing_since": None, "warned": False}


class Streams:
    def __init__(self, database: Database) -> None:
        self._streams = database["webhook_streams"]

    async def ensure_indexes(self) -> None:
        await self._streams.create_index([("state", 1), ("due_at", 1)])
        await self._streams.create_index("endpoint_id")

    def claims(self, *, lease: timedelta) -> "StreamClaims":
        return StreamClaims(Jobs(self._streams, lease=lease), self)

    async def lengthen(self, more: Mapping[UUID, Stream], tx: Transaction) -> dict[UUID, int]:
        """Add as many messages as each stream's `sequence` says; the last number of each, after."""
        writes = [UpdateOne({"_id": one.id}, _added(one), upsert=True) for one in more.values()]
        await self._streams.bulk_write(writes, ordered=False, session=tx.session)
        rows = self._streams.find({"_id": {"$in": list(more)}}, {"sequence": 1}, session=tx.session)
        return {row["_id"]: row["sequence"] async for row in rows}

    async def wake(
        self, endpoint_id: UUID, now: datetime, tx: Transaction, *, ids: Sized[UUID] | None = None
    ) -> None:
        """Let the streams of an endpoint go on at once; all of them unless `ids` says which."""
        query: Document = {"endpoint_id": endpoint_id}
        if ids is not None:
            query["_id"] = {"$in": list(ids)}
        change = {
            "$set": {"state": StreamState.WAITING, "due_at": now, **CALM},
            "$inc": {"work": 1},
        }
        await self._streams.update_many(query, change, session=tx.session)

    async def halt(self, endpoint_id: UUID, tx: Transaction) -> None:
        await self._streams.update_many(
            {"endpoint_id": endpoint_id},
            {"$set": {"state": StreamState.HALTED}},
            session=tx.session,
        )

    async def remove(self, endpoint_id: UUID, tx: Transaction) -> None:
        await self._streams.delete_many({"endpoint_id": endpoint_id}, session=tx.session)

    async def write(self, writes: Sequence[UpdateOne], tx: Transaction | None = None) -> int:
        """How many of the updates found their stream."""
        if not writes:
            return 0
        session = tx.session if tx else None
        return (await self._streams.bulk_write(writes, session=session)).matched_count


class StreamClaims:
    """One worker's leases on streams."""

    def __init__(self, jobs: Jobs, streams: Streams) -> None:
        self._jobs = jobs
        self._streams = streams

    async def claim(self, *, limit: int, without: Sized[UUID]) -> list[Stream]:
        """Streams with something to send, but for those of the endpoints in `without`."""
        ready: Document = {"state": StreamState.WAITING}
        if without:
            ready["endpoint_id"] = {"$nin": list(without)}
        return [from_document(Stream, row) for row in await self._jobs.claim(ready, limit=limit)]

    async def renew(self, ids: Sized[UUID]) -> None:
        await self._jobs.renew(list(ids))

    async def settle(self, resting: Sequence[Stream], going_on: Sequence[Stream]) -> None:
        """Streams without trouble; one rests unless something came while its last was sent."""
        writes = [self._update(one, _rests_unless_more_came(one)) for one in resting]
        writes += [self._update(one, StreamState.WAITING) for one in going_on]
        await self._streams.write(writes)

    async def go_on(self, stream: Stream, tx: Transaction | None = None) -> bool:
        """There is more to send, at `due_at`."""
        return await self._finish(stream, StreamState.WAITING, tx)

    async def halt(self, stream: Stream) -> bool:
        return await self._finish(stream, StreamState.HALTED)

    async def _finish(self, stream: Stream, state: object, tx: Transaction | None = None) -> bool:
        return await self._streams.write([self._update(stream, state)], tx) == 1

    def _update(self, stream: Stream, state: object) -> UpdateOne:
        """Guarded by our lease, and ending it.

        A stream that was halted or woken meanwhile keeps what that said.
        """
        ours = {"$eq": ["$state", StreamState.WAITING]}
        fields = {name: getattr(stream, name) for name in TROUBLE} | {"due_at": stream.due_at}
        change: Document = {name: {"$literal": value} for name, value in fields.items()}
        change["state"] = {"$cond": [ours, state, "$state"]}
        ended: list[Document] = [{"$set": change}, {"$unset": list(LEASE_END)}]
        return UpdateOne(self._jobs.held(stream.id), ended)


def _rests_unless_more_came(stream: Stream) -> Document:
    came = {"$ne": ["$work", stream.work]}
    return {"$cond": [came, StreamState.WAITING, StreamState.IDLE]}


def _added(stream: Stream) -> Document:
    """A stream that is blocked keeps its pause; one at rest is due at once."""
    return {
        "$inc": {"sequence": stream.sequence, "work": 1},
        "$set": {"state": stream.state},
        "$setOnInsert": {
            "endpoint_id": stream.endpoint_id,
            "party_id": stream.party_id,
            "due_at": stream.due_at,
            **CALM,
        },
    }
