"""Messages: the queue of each stream, and the log of what was sent."""

from collections.abc import Sequence
from uuid import UUID

from kontor_chassis.mongo import Database, Document, from_document, to_document
from kontor_chassis.transaction import Transaction
from pymongo import UpdateOne

from kontor_delivery.model.webhooks.listing import MessageFilter, Redelivery
from kontor_delivery.model.webhooks.message import Message, MessageState

#: As long as Kafka keeps the facts of deliveries.
KEPT_SECONDS = 30 * 24 * 3600
CHANGING = frozenset({"state", "reason", "attempts"})


class Messages:
    def __init__(self, database: Database) -> None:
        self._messages = database["webhook_messages"]

    async def ensure_indexes(self) -> None:
        await self._messages.create_index([("stream_id", 1), ("state", 1), ("sequence", 1)])
        await self._messages.create_index([("endpoint_id", 1), ("recorded_at", -1), ("_id", -1)])
        await self._messages.create_index("recorded_at", expireAfterSeconds=KEPT_SECONDS)

    async def add(self, messages: Sequence[Message], tx: Transaction) -> None:
        rows = [to_document(one) for one in messages]
        await self._messages.insert_many(rows, session=tx.session)

    async def next_of(self, stream_ids: Sequence[UUID], *, limit: int) -> list[Message]:
        """What waits in the streams, each in order; at most `limit` in all."""
        waiting = {"stream_id": {"$in": list(stream_ids)}, "state": MessageState.WAITING}
        rows = self._messages.find(waiting).sort([("stream_id", 1), ("sequence", 1)])
        return [from_document(Message, row) async for row in rows.limit(limit)]

    async def save(self, messages: Sequence[Message], tx: Transaction | None = None) -> None:
        writes = [
            UpdateOne({"_id": one.id}, {"$set": one.model_dump(include=set(CHANGING))})
            for one in messages
        ]
        if writes:
            session = tx.session if tx else None
            await self._messages.bulk_write(writes, ordered=False, session=session)

    async def page(self, asked: MessageFilter) -> list[Message]:
        """The newest first."""
        query = asked.model_dump(include={"endpoint_id", "party_id", "state"}, exclude_none=True)
        if asked.before:
            moment, identity = asked.before
            query["$or"] = [
                {"recorded_at": {"$lt": moment}},
                {"recorded_at": moment, "_id": {"$lt": identity}},
            ]
        rows = self._messages.find(query).sort([("recorded_at", -1), ("_id", -1)])
        return [from_document(Message, row) async for row in rows.limit(asked.limit)]

    async def send_again(self, asked: Redelivery, tx: Transaction) -> set[UUID]:
        """Let the messages asked for wait again; the streams that have them."""
        query = _chosen(asked) | {"body": {"$ne": b""}}
        streams = await self._messages.distinct("stream_id", query, session=tx.session)
        again = {"$set": {"state": MessageState.WAITING, "reason": ""}}
        await self._messages.update_many(query, again, session=tx.session)
        return set(streams)

    async def remove(self, endpoint_id: UUID, tx: Transaction) -> None:
        await self._messages.delete_many({"endpoint_id": endpoint_id}, session=tx.session)


def _chosen(asked: Redelivery) -> Document:
    query: Document = {"endpoint_id": asked.endpoint_id}
    if asked.webhook_id:
        query["webhook_id"] = asked.webhook_id
    if asked.party_id:
        query["party_id"] = asked.party_id
        query["sequence"] = {"$gte": asked.first, "$lte": asked.last}
    return query
