"""Collections after issue, looked up by their run and moved by their state."""

from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from kontor_chassis.mongo import Database, from_document
from kontor_contracts.billing.invoice import CollectionWay

from kontor_billing.model.collections import CollectionState, OpenCollection

BATCH = 1000


class OpenCollections:
    def __init__(self, database: Database) -> None:
        self._collections = database["collections"]

    async def ensure_indexes(self) -> None:
        await self._collections.create_index([("run_id", 1), ("way", 1), ("state", 1)])

    async def of_run(self, run_id: UUID, way: CollectionWay) -> AsyncIterator[list[OpenCollection]]:
        """The run's open collections of one way, in batches."""
        rows = self._collections.find({"run_id": run_id, "way": way, "state": CollectionState.OPEN})
        async with rows:
            while batch := await rows.to_list(BATCH):
                yield [from_document(OpenCollection, row) for row in batch]

    async def put_in_file(self, ids: Sequence[UUID]) -> None:
        """Move those that are open still; again it changes nothing."""
        for start in range(0, len(ids), BATCH):
            await self._collections.update_many(
                {"_id": {"$in": list(ids[start : start + BATCH])}, "state": CollectionState.OPEN},
                {"$set": {"state": CollectionState.IN_FILE}},
            )
