"""Batches, one document each under its name."""

from kontor_chassis.mongo import Database, Document, from_document, to_document
from kontor_chassis.transaction import Transaction

from kontor_billing.model.batches import Batch


class Batches:
    def __init__(self, database: Database) -> None:
        self._batches = database["batches"]

    async def ensure_indexes(self) -> None:
        await self._batches.create_index("day")

    async def all(self) -> list[Batch]:
        return [_read(row) async for row in self._batches.find().sort("_id")]

    async def get(self, name: str, tx: Transaction | None = None) -> Batch | None:
        found = await self._batches.find_one({"_id": name}, session=tx and tx.session)
        return _read(found) if found else None

    async def put(self, batch: Batch, tx: Transaction) -> None:
        row = to_document(batch)
        row["_id"] = row.pop("name")
        await self._batches.replace_one({"_id": batch.name}, row, upsert=True, session=tx.session)

    async def remove(self, name: str, tx: Transaction) -> bool:
        removed = await self._batches.delete_one({"_id": name}, session=tx.session)
        return removed.deleted_count == 1


def _read(row: Document) -> Batch:
    return from_document(Batch, row | {"name": row["_id"]})
