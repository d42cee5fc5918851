"""Started standard installations, one per folder."""

from datetime import date
from uuid import UUID

from kontor_chassis.mongo import Database, Document, from_document, to_document
from kontor_chassis.transaction import Transaction

from kontor_tasks.model.installations import StartedInstallation, next_opening
from kontor_tasks.store.versions import save_all


class Installations:
    """A row has `next_opening` beside it: the day on which a delay ends."""

    def __init__(self, database: Database) -> None:
        self._installations = database["installations"]

    async def ensure_indexes(self) -> None:
        await self._installations.create_index("folder_id", unique=True)
        await self._installations.create_index([("party_id", 1), ("_id", 1)])
        await self._installations.create_index("next_opening", sparse=True)

    async def save(
        self, before: StartedInstallation | None, after: StartedInstallation, tx: Transaction
    ) -> None:
        row = to_document(after)
        if opening := next_opening(after):
            row["next_opening"] = opening
        await save_all(self._installations, [(before, row)], tx)

    async def get(
        self, installation_id: UUID, tx: Transaction | None = None
    ) -> StartedInstallation | None:
        row = await self._installations.find_one(
            {"_id": installation_id}, session=tx and tx.session
        )
        return from_document(StartedInstallation, row) if row else None

    async def listed(
        self, party_id: UUID | None, *, after: UUID | None, limit: int
    ) -> list[StartedInstallation]:
        query: Document = {"party_id": party_id} if party_id else {}
        if after:
            query["_id"] = {"$gt": after}
        rows = self._installations.find(query).sort("_id", 1).limit(limit)
        return [from_document(StartedInstallation, row) async for row in rows]

    async def opening_by(self, today: date, limit: int) -> list[UUID]:
        """Those with a task whose delay has ended."""
        query = {"next_opening": {"$lte": today.isoformat()}}
        rows = self._installations.find(query, {"_id": 1}).limit(limit)
        return [row["_id"] async for row in rows]
