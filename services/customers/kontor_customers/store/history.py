"""The lines of the records' histories; written with the change they tell of."""

from collections.abc import Sequence
from uuid import UUID

from kontor_chassis.mongo import Database, Document, from_document
from kontor_chassis.transaction import Transaction

from kontor_customers.model.history import Entry


class History:
    def __init__(self, database: Database) -> None:
        self._entries = database["history"]

    async def ensure_indexes(self) -> None:
        await self._entries.create_index([("about", 1), ("_id", -1)])

    async def append(self, entries: Sequence[Entry], tx: Transaction) -> None:
        if entries:
            rows = [_document(entry) for entry in entries]
            await self._entries.insert_many(rows, session=tx.session)

    async def forget(self, about: str, tx: Transaction) -> None:
        """Keep who wrote when and to which fields, not what they held."""
        mask = {"field": "$$change.field", "before": None, "after": None}
        masked = {"$map": {"input": "$changes", "as": "change", "in": mask}}
        await self._entries.update_many(
            {"about": about}, [{"$set": {"changes": masked}}], session=tx.session
        )

    async def of(self, about: str, *, before: UUID | None, limit: int) -> list[Entry]:
        """The latest lines first; `before` is the last line already seen."""
        earlier = {"_id": {"$lt": before}} if before else {}
        found = self._entries.find({"about": about, **earlier}).sort("_id", -1).limit(limit)
        return [from_document(Entry, one) async for one in found]


def _document(entry: Entry) -> Document:
    """By hand: an import writes thousands a second, and what they hold is JSON already."""
    document = dict(entry)
    document["_id"] = document.pop("id")
    document["author"] = dict(entry.author)
    document["changes"] = [dict(change) for change in entry.changes]
    return document
