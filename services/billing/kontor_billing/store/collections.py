"""Collections after issue: looked up by run, file or reference, and moved by their state."""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from kontor_chassis.mongo import Database, Document, from_document, to_document
from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.collection import PaymentReturned
from kontor_contracts.billing.invoice import CollectionWay

from kontor_billing.model.collections import CollectionState, OpenCollection, TrackedCollection
from kontor_billing.model.debit.files import Block

BATCH = 1000
FILED: Document = {"file_id": {"$exists": True}}
OPEN_DEBITS: Document = {"way": CollectionWay.SEPA_FILE, "state": CollectionState.OPEN}


class Collections:
    """Made with their invoice by `Invoices`; everything after that is here."""

    def __init__(self, database: Database) -> None:
        self._collections = database["collections"]

    async def ensure_indexes(self) -> None:
        await self._collections.create_index([("run_id", 1), ("way", 1), ("state", 1)])
        await self._collections.create_index("reference", unique=True)
        await self._collections.create_index("due_on", partialFilterExpression=OPEN_DEBITS)
        await self._collections.create_index("invoice_id", partialFilterExpression=FILED)
        await self._collections.create_index("block", partialFilterExpression=FILED)
        await self._collections.create_index(
            [("mandate_id", 1), ("collection_date", -1)],
            partialFilterExpression=FILED,
        )
        await self._collections.create_index(
            [("file_id", 1), ("state", 1), ("collection_date", 1)],
            partialFilterExpression=FILED,
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

    async def all_debits(self, until: date | None) -> AsyncIterator[list[OpenCollection]]:
        """Open ones for a file, of every run and of none, in batches; due by `until`."""
        due: Document = {"due_on": {"$lte": until.isoformat()}} if until else {}
        rows = self._collections.find(OPEN_DEBITS | due).hint([("due_on", 1)])
        async with rows:
            while batch := await rows.to_list(BATCH):
                yield [from_document(OpenCollection, row) for row in batch]

    async def on_their_way(self, invoice_ids: Sequence[UUID]) -> list[OpenCollection]:
        """What the bank is asked for already of these invoices."""
        states = [CollectionState.IN_FILE, CollectionState.PRESENTED]
        wanted = FILED | {"invoice_id": {"$in": list(invoice_ids)}, "state": {"$in": states}}
        return [from_document(OpenCollection, row) async for row in self._collections.find(wanted)]

    async def of_invoice(self, number: str) -> list[TrackedCollection]:
        """By reference, which begins with the invoice's number: every attempt of each."""
        ours = {"$regex": f"^{re.escape(number)}-"}
        rows = self._collections.find({"reference": ours}).sort("reference")
        return [from_document(TrackedCollection, row) async for row in rows]

    async def total_of_block(self, block: str) -> Decimal:
        """What the bank credits for the block: all that it has not refused beforehand."""
        refused = {"$ne": CollectionState.REJECTED}
        wanted = FILED | {"block": block, "state": refused}
        stages = [{"$match": wanted}, {"$group": {"_id": None, "total": {"$sum": "$amount"}}}]
        found = await (await self._collections.aggregate(stages)).to_list()
        return found[0]["total"] if found else Decimal(0)

    async def of_file(self, file_id: UUID, block: str) -> list[TrackedCollection]:
        """Of the whole file, or of one block."""
        wanted: Document = {"file_id": file_id} | ({"block": block} if block else {})
        return [
            from_document(TrackedCollection, row) async for row in self._collections.find(wanted)
        ]

    async def before(
        self, collection: TrackedCollection, tx: Transaction
    ) -> TrackedCollection | None:
        """The debit of the same mandate before this one."""
        if collection.mandate_id is None or collection.collection_date is None:
            return None
        earlier = {"$lt": collection.collection_date.isoformat()}
        row = await self._collections.find_one(
            FILED | {"mandate_id": collection.mandate_id, "collection_date": earlier},
            sort=[("collection_date", -1)],
            session=tx.session,
        )
        return from_document(TrackedCollection, row) if row else None

    async def of_mandates(
        self, mandate_ids: Sequence[UUID], tx: Transaction
    ) -> list[TrackedCollection]:
        """What the bank has of them, paid or not."""
        states = [CollectionState.PRESENTED, CollectionState.COLLECTED]
        wanted = FILED | {"mandate_id": {"$in": list(mandate_ids)}, "state": {"$in": states}}
        rows = self._collections.find(wanted, session=tx.session)
        return [from_document(TrackedCollection, row) async for row in rows]

    async def add(self, collection: TrackedCollection, tx: Transaction) -> None:
        await self._collections.insert_one(to_document(collection), session=tx.session)

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
