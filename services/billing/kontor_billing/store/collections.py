"""Collections after issue: looked up by run, file or reference, and moved by their state."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from kontor_chassis.mongo import Database, Document, from_document
from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.collection import PaymentReturned
from kontor_contracts.billing.invoice import CollectionWay

from kontor_billing.model.collections import CollectionState, OpenCollection, TrackedCollection
from kontor_billing.model.debit.files import Block

BATCH = 1000


class Collections:
    """Made with their invoice by `Invoices`; everything after that is here."""

    def __init__(self, database: Database) -> None:
        self._collections = database["collections"]

    async def ensure_indexes(self) -> None:
        await self._collections.create_index([("run_id", 1), ("way", 1), ("state", 1)])
        await self._collections.create_index("reference", unique=True)
        await self._collections.create_index(
            [("file_id", 1), ("state", 1), ("collection_date", 1)],
            partialFilterExpression={"file_id": {"$exists": True}},
        )

    async def get(self, collection_id: UUID, tx: Transaction) -> TrackedCollection | None:
        return await self._one({"_id": collection_id}, tx)

    async def by_reference(self, reference: str, tx: Transaction) -> TrackedCollection | None:
        return await self._one({"reference": reference}, tx)

    async def of_run(self, run_id: UUID, way: CollectionWay) -> AsyncIterator[list[OpenCollection]]:
        """The run's open collections of one way, in batches."""
        rows = self._collections.find({"run_id": run_id, "way": way, "state": CollectionState.OPEN})
        async with rows:
            while batch := await rows.to_list(BATCH):
                yield [from_document(OpenCollection, row) for row in batch]

    async def put_in_file(self, file_id: UUID, blocks: Mapping[Block, Sequence[UUID]]) -> None:
        """Move those that are open still; again it changes nothing."""
        for block, ids in blocks.items():
            place: Document = {"file_id": file_id, **block.model_dump()}
            for start in range(0, len(ids), BATCH):
                await self._collections.update_many(
                    {"_id": {"$in": ids[start : start + BATCH]}, "state": CollectionState.OPEN},
                    {"$set": {"state": CollectionState.IN_FILE, **place}},
                )

    async def in_file(
        self, file_id: UUID, state: CollectionState, limit: int, tx: Transaction
    ) -> list[TrackedCollection]:
        wanted = {"file_id": file_id, "state": state}
        rows = self._collections.find(wanted, session=tx.session).limit(limit)
        return [from_document(TrackedCollection, row) async for row in rows]

    async def to_settle(
        self, file_id: UUID, today: date, limit: int, tx: Transaction
    ) -> list[TrackedCollection]:
        """Those that the bank has and whose collection date has come."""
        due = {"$lte": today.isoformat()}
        wanted = {
            "file_id": file_id, "state": CollectionState.PRESENTED, "collection_date": due
        }  # fmt: skip
        rows = self._collections.find(wanted, session=tx.session).limit(limit)
        return [from_document(TrackedCollection, row) async for row in rows]

    async def next_date(self, file_id: UUID) -> date | None:
        """The first collection date of what the bank has and has not settled."""
        wanted = {"file_id": file_id, "state": CollectionState.PRESENTED}
        row = await self._collections.find_one(wanted, sort=[("collection_date", 1)])
        return from_document(TrackedCollection, row).collection_date if row else None

    async def move(self, ids: Sequence[UUID], state: CollectionState, tx: Transaction) -> None:
        """Of collections that `tx` has read."""
        await self._collections.update_many(
            {"_id": {"$in": list(ids)}}, {"$set": {"state": state}}, session=tx.session
        )

    async def hear(self, collection: TrackedCollection, tx: Transaction) -> None:
        """Keep what GoCardless told of it."""
        news = {"state": collection.state, "told": collection.told}
        await self._collections.update_one(
            {"_id": collection.id}, {"$set": news}, session=tx.session
        )

    async def give_back(self, fact: PaymentReturned, tx: Transaction) -> None:
        """Keep the bank's reason with the collection."""
        changes = {"state": CollectionState(fact.kind), "code": fact.code, "text": fact.text}
        await self._collections.update_one(
            {"_id": fact.collection_id}, {"$set": changes}, session=tx.session
        )

    async def _one(self, wanted: Document, tx: Transaction) -> TrackedCollection | None:
        row = await self._collections.find_one(wanted, session=tx.session)
        return from_document(TrackedCollection, row) if row else None
