"""What people said about actions, in the order in which they said it."""

from uuid import UUID

from kontor_chassis.mongo import Database, from_document, to_document
from kontor_chassis.transaction import Transaction

from kontor_tasks.model.comments import Comment


class Comments:
    def __init__(self, database: Database) -> None:
        self._comments = database["comments"]

    async def ensure_indexes(self) -> None:
        await self._comments.create_index([("action_id", 1), ("_id", 1)])

    async def add(self, comment: Comment, tx: Transaction) -> None:
        await self._comments.insert_one(to_document(comment), session=tx.session)

    async def of(self, action_id: UUID) -> list[Comment]:
        found = self._comments.find({"action_id": action_id}).sort("_id", 1)
        return [from_document(Comment, one) async for one in found]
