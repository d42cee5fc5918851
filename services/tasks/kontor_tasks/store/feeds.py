"""Calendar links, one per member, found by the hash of their token."""

from uuid import UUID

from kontor_chassis.mongo import Database, from_document, to_document

from kontor_tasks.model.feed import Feed


class Feeds:
    def __init__(self, database: Database) -> None:
        self._feeds = database["feeds"]

    async def ensure_indexes(self) -> None:
        await self._feeds.create_index("token_sha256", unique=True)

    async def put(self, feed: Feed) -> None:
        """The member's one link; an earlier one opens nothing any more."""
        await self._feeds.replace_one({"_id": feed.id}, to_document(feed), upsert=True)

    async def remove(self, member_id: UUID) -> None:
        await self._feeds.delete_one({"_id": member_id})

    async def of(self, member_id: UUID) -> Feed | None:
        row = await self._feeds.find_one({"_id": member_id})
        return from_document(Feed, row) if row else None

    async def with_token(self, token_sha256: str) -> Feed | None:
        row = await self._feeds.find_one({"token_sha256": token_sha256})
        return from_document(Feed, row) if row else None
