"""Standard installations, one document each under its key."""

from collections.abc import Iterable

from kontor_chassis.mongo import Database, Document, from_document, to_document
from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.installation import Installation


class StandardInstallations:
    def __init__(self, database: Database) -> None:
        self._templates = database["standard_installations"]

    async def ensure_indexes(self) -> None:
        await self._templates.create_index("title")

    async def all(self) -> list[Installation]:
        return [_read(row) async for row in self._templates.find().sort("_id")]

    async def get(self, key: str, tx: Transaction | None = None) -> Installation | None:
        found = await self._templates.find_one({"_id": key}, session=tx and tx.session)
        return _read(found) if found else None

    async def by_key(self, keys: Iterable[str], tx: Transaction) -> dict[str, Installation]:
        rows = self._templates.find({"_id": {"$in": list(keys)}}, session=tx.session)
        return {row["_id"]: _read(row) async for row in rows}

    async def put(self, template: Installation, tx: Transaction) -> None:
        row = to_document(template)
        row["_id"] = row.pop("key")
        await self._templates.replace_one(
            {"_id": template.key}, row, upsert=True, session=tx.session
        )


def _read(row: Document) -> Installation:
    return from_document(Installation, row | {"key": row["_id"]})
