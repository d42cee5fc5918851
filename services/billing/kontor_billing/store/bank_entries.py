"""Entries of bank files, each once."""

from collections.abc import Sequence

from kontor_chassis.mongo import Database, from_document
from kontor_chassis.transaction import Transaction

from kontor_billing.model.bank_entries import BankEntry, EntryState


class BankEntries:
    def __init__(self, database: Database) -> None:
        self._entries = database["bank_entries"]

    async def ensure_indexes(self) -> None:
        await self._entries.create_index([("state", 1), ("_id", 1)])

    async def get(self, key: str, tx: Transaction) -> BankEntry | None:
        row = await self._entries.find_one({"_id": key}, session=tx.session)
        return from_document(BankEntry, row) if row else None

    async def by_keys(self, keys: Sequence[str]) -> dict[str, BankEntry]:
        rows = self._entries.find({"_id": {"$in": list(keys)}})
        return {row["_id"]: from_document(BankEntry, row) async for row in rows}

    async def add(self, entry: BankEntry, tx: Transaction) -> None:
        row = {"_id": entry.entry.key, **entry.model_dump()}
        await self._entries.insert_one(row, session=tx.session)

    async def save(self, entry: BankEntry, tx: Transaction) -> None:
        """Of an entry that `tx` has read."""
        await self._entries.update_one(
            {"_id": entry.entry.key}, {"$set": entry.model_dump()}, session=tx.session
        )

    async def page(self, state: EntryState | None, *, after: str, limit: int) -> list[BankEntry]:
        wanted = ({"state": state} if state else {}) | {"_id": {"$gt": after}}
        rows = await self._entries.find(wanted).sort("_id").limit(limit).to_list()
        return [from_document(BankEntry, row) for row in rows]
