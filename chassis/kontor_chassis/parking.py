"""Messages that cannot be handled, kept as rows with their reason until somebody replays them.

While a key has parked messages its later ones wait behind them. One lock document per (group,
topic, key) is touched by parking and by replay alike, so the two can never pass each other.
"""

from collections.abc import Collection as Sized
from dataclasses import dataclass

from bson.binary import Binary
from kontor_contracts.topic import Topic
from pymongo.asynchronous.client_session import AsyncClientSession

from kontor_chassis.clock import now
from kontor_chassis.message import Message
from kontor_chassis.mongo import Database, Document

PARKED = "parked"
LOCKS = "parked_locks"
WAITS_BEHIND = "an earlier message of the same key is parked"


@dataclass(frozen=True, slots=True)
class Lane:
    """What is parked together: one key of one topic, for one consumer group."""

    group: str
    topic: str
    key: str

    def filter(self) -> Document:
        return {"group": self.group, "topic": self.topic, "key": self.key}


class Parking:
    """The parked messages of one service."""

    def __init__(self, database: Database) -> None:
        self._rows = database[PARKED]
        self._locks = database[LOCKS]

    async def ensure_indexes(self) -> None:
        """Create both collections and the order of replay."""
        await self._rows.create_index(
            [("group", 1), ("topic", 1), ("key", 1), ("partition", 1), ("offset", 1)], unique=True
        )
        await self._rows.create_index([("replay_requested", 1)], sparse=True)
        await self._locks.create_index("touched")

    async def occupied(self, group: str, topic: Topic, keys: Sized[str]) -> set[str]:
        """Those of `keys` that have parked messages."""
        query = {"group": group, "topic": topic.name, "key": {"$in": list(keys)}}
        return {str(key) for key in await self._rows.distinct("key", query)}

    async def is_occupied(self, lane: Lane, session: AsyncClientSession) -> bool:
        return await self._rows.find_one(lane.filter(), session=session) is not None

    async def touch(self, lane: Lane, session: AsyncClientSession) -> None:
        """Make this transaction conflict with any other that parks or replays the same lane."""
        lock = f"{lane.group}|{lane.topic}|{lane.key}"
        await self._locks.update_one(
            {"_id": lock},
            {"$inc": {"count": 1}, "$set": {"touched": now()}},
            upsert=True,
            session=session,
        )

    async def add(
        self, lane: Lane, message: Message, reason: str, session: AsyncClientSession
    ) -> bool:
        """Park `message`; doing it again only refreshes the reason. Whether it is new there."""
        parked = await self._rows.update_one(
            lane.filter() | {"partition": message.partition, "offset": message.offset},
            {
                "$set": {"reason": reason},
                "$inc": {"attempts": 1},
                "$setOnInsert": {
                    "message_key": message.key,
                    "headers": [[name, Binary(value)] for name, value in message.headers],
                    "body": Binary(message.body) if message.body is not None else None,
                    "parked_at": now(),
                },
            },
            upsert=True,
            session=session,
        )
        return parked.upserted_id is not None

    async def oldest(
        self, lane: Lane, session: AsyncClientSession | None = None
    ) -> Document | None:
        return await self._rows.find_one(
            lane.filter(), sort=[("partition", 1), ("offset", 1)], session=session
        )

    async def remove(self, row_id: object, session: AsyncClientSession) -> None:
        await self._rows.delete_one({"_id": row_id}, session=session)

    async def held(self, group: str, topic: Topic) -> list[tuple[bytes, str]]:
        """Body and reason of everything that `group` could not handle."""
        rows = self._rows.find({"group": group, "topic": topic.name}, {"body": 1, "reason": 1})
        return [(bytes(row["body"] or b""), str(row["reason"])) async for row in rows]

    async def counts(self) -> dict[tuple[str, ...], float]:
        """How many messages are parked, by group and topic."""
        by_lane = {"_id": {"group": "$group", "topic": "$topic"}, "count": {"$sum": 1}}
        rows = await (await self._rows.aggregate([{"$group": by_lane}])).to_list()
        return {(row["_id"]["group"], row["_id"]["topic"]): row["count"] for row in rows}

    async def requested(self, groups: Sized[str]) -> list[Lane]:
        """The lanes of these groups that somebody wants replayed."""
        rows = self._rows.find({"replay_requested": True, "group": {"$in": [*groups]}})
        return list({Lane(row["group"], row["topic"], row["key"]) async for row in rows})

    async def settle_request(self, lane: Lane) -> None:
        await self._rows.update_many(lane.filter(), {"$unset": {"replay_requested": ""}})


def message_of(row: Document, topic: Topic) -> Message:
    """The parked message as it was received."""
    body = row["body"]
    return Message(
        topic=topic,
        partition=row["partition"],
        offset=row["offset"],
        key=row["message_key"],
        headers=tuple((name, bytes(value)) for name, value in row["headers"]),
        body=bytes(body) if body is not None else None,
    )
