"""Notes on parties, found by party, by words, or by whom they are meant for."""

from collections.abc import Collection as Sized
from collections.abc import Sequence
from uuid import UUID

from bson.regex import Regex
from kontor_chassis.mongo import Database, Document, from_document, to_document
from kontor_chassis.transaction import Transaction

from kontor_customers.model.notes import Note, note_words
from kontor_customers.model.search import words_of
from kontor_customers.store.versions import save_all

WITHOUT_OURS = {"search": False}


class Notes:
    """One document a note; `search` is ours alone."""

    def __init__(self, database: Database) -> None:
        self._notes = database["notes"]

    async def ensure_indexes(self) -> None:
        await self._notes.create_index([("party_id", 1), ("pinned", -1), ("_id", -1)])
        await self._notes.create_index("search")
        await self._notes.create_index([("mentions", 1), ("_id", -1)])

    async def get(self, note_id: UUID, tx: Transaction) -> Note | None:
        found = await self._notes.find_one({"_id": note_id}, WITHOUT_OURS, session=tx.session)
        return from_document(Note, found) if found else None

    async def with_ids(self, note_ids: Sized[UUID], tx: Transaction) -> dict[UUID, Note]:
        wanted = {"_id": {"$in": list(note_ids)}}
        found = self._notes.find(wanted, WITHOUT_OURS, session=tx.session)
        return {one["_id"]: from_document(Note, one) async for one in found}

    async def of(self, party_id: UUID, typed: str) -> list[Note]:
        """All notes on the party that hold the words typed: pinned ones first, then the latest."""
        wanted = {"party_id": party_id, **having_words(typed)}
        found = self._notes.find(wanted, WITHOUT_OURS).sort([("pinned", -1), ("_id", -1)])
        return [from_document(Note, one) async for one in found]

    async def find(
        self, typed: str, mentioned: UUID | None, *, before: UUID | None, limit: int
    ) -> list[Note]:
        """The latest notes on any party; `before` is the last one already seen."""
        wanted = having_words(typed)
        if mentioned:
            wanted["mentions"] = mentioned
        if before:
            wanted["_id"] = {"$lt": before}
        found = self._notes.find(wanted, WITHOUT_OURS).sort("_id", -1).limit(limit)
        return [from_document(Note, one) async for one in found]

    async def count_of(self, party_id: UUID) -> int:
        return await self._notes.count_documents({"party_id": party_id})

    async def save_all(self, changes: Sequence[tuple[Note | None, Note]], tx: Transaction) -> None:
        saves = [
            (before, to_document(after) | {"search": note_words(after)})
            for before, after in changes
        ]
        await save_all(self._notes, saves, tx)

    async def remove_of(self, party_id: UUID, tx: Transaction) -> None:
        await self._notes.delete_many({"party_id": party_id}, session=tx.session)


def having_words(typed: str) -> Document:
    """Without flags: only then does MongoDB read no more of the index than begins so."""
    words = [Regex(f"^{word}") for word in words_of(typed)]
    return {"search": {"$all": words}} if words else {}
