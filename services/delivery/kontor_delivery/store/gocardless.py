"""Payments at GoCardless, the events it sent, and its mandates as last told."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from kontor_chassis import tracing
from kontor_chassis.mongo import Collection, Database, Document, from_document, to_document
from kontor_chassis.transaction import Transaction
from pymongo import UpdateOne

from kontor_delivery.model.gocardless.event import EventState, ProviderEvent
from kontor_delivery.model.gocardless.listing import PaymentFilter
from kontor_delivery.model.gocardless.mandate import ToldMandate
from kontor_delivery.model.gocardless.payment import ApiPayment, PaymentState
from kontor_delivery.store.queue import Queue

#: What a worker takes up.
OPEN = [PaymentState.RECORDED, PaymentState.REQUESTED]


class GoCardlessStore:
    def __init__(self, database: Database) -> None:
        self.payments = ApiPayments(database["gocardless_payments"])
        self.events = ProviderEvents(database["gocardless_events"])
        self.mandates = ToldMandates(database["gocardless_mandates"])

    async def ensure_indexes(self) -> None:
        await self.payments.ensure_indexes()
        await self.events.ensure_indexes()
        await self.mandates.ensure_indexes()


class ApiPayments:
    """One row a collection."""

    def __init__(self, rows: Collection) -> None:
        self._rows = rows

    async def ensure_indexes(self) -> None:
        await self._rows.create_index([("state", 1), ("due_at", 1)])
        await self._rows.create_index("invoice_id")
        await self._rows.create_index("payment_id")
        await self._rows.create_index("reference")

    def queue(self, *, lease: timedelta) -> Queue[ApiPayment]:
        return Queue(self._rows, ApiPayment, ready={"state": {"$in": OPEN}}, lease=lease)

    async def record(self, payments: Sequence[ApiPayment], tx: Transaction) -> None:
        """Insert those that are not there yet."""
        await _insert_new(self._rows, payments, tx)

    async def get(self, collection_id: UUID) -> ApiPayment | None:
        row = await self._rows.find_one({"_id": collection_id})
        return from_document(ApiPayment, row) if row else None

    async def by_payment_id(self, payment_id: str) -> ApiPayment | None:
        row = await self._rows.find_one({"payment_id": payment_id})
        return from_document(ApiPayment, row) if row else None

    async def exported(self, reference: str) -> ApiPayment | None:
        """The row of a collection that went into a file, whatever became of it since."""
        row = await self._rows.find_one({"reference": reference, "request": None})
        return from_document(ApiPayment, row) if row else None

    def unseen(self, *, lease: timedelta) -> Queue[ApiPayment]:
        """Rows of files whose payments should have been told of by the time they are due."""
        exported = {"state": PaymentState.EXPORTED}
        return Queue(self._rows, ApiPayment, ready=exported, lease=lease)

    async def replace(self, before: ApiPayment, after: ApiPayment, tx: Transaction) -> bool:
        """False, and nothing saved, when somebody changed the row since `before` was read."""
        fields = to_document(after)
        del fields["_id"]
        seen = {"_id": before.id, "version": before.version, "state": before.state}
        saved = await self._rows.update_one(seen, {"$set": fields}, session=tx.session)
        return saved.matched_count == 1

    async def page(self, asked: PaymentFilter) -> list[ApiPayment]:
        """In the order of their ids, which is that of their making."""
        query: Document = asked.model_dump(
            include={"invoice_id", "state", "standing"}, exclude_none=True
        )
        if asked.after:
            query["_id"] = {"$gt": asked.after}
        rows = self._rows.find(query).sort("_id").limit(asked.limit)
        return [from_document(ApiPayment, row) async for row in rows]


class ProviderEvents:
    """Each event once; what is handled is kept as the record of what we were told."""

    def __init__(self, rows: Collection) -> None:
        self._rows = rows

    async def ensure_indexes(self) -> None:
        await self._rows.create_index([("state", 1), ("due_at", 1)])
        await self._rows.create_index("happened_at")

    def queue(self, *, lease: timedelta) -> Queue[ProviderEvent]:
        received = {"state": EventState.RECEIVED}
        return Queue(self._rows, ProviderEvent, ready=received, lease=lease)

    async def record(self, events: Sequence[ProviderEvent], tx: Transaction) -> None:
        await _insert_new(self._rows, events, tx)

    async def newest(self) -> datetime | None:
        row = await self._rows.find_one({}, {"happened_at": 1}, sort=[("happened_at", -1)])
        return row["happened_at"] if row else None

    async def unmatched(self, limit: int) -> list[ProviderEvent]:
        rows = self._rows.find({"state": EventState.UNMATCHED}).sort("_id").limit(limit)
        return [from_document(ProviderEvent, row) async for row in rows]


class ToldMandates:
    def __init__(self, rows: Collection) -> None:
        self._rows = rows

    async def ensure_indexes(self) -> None:
        await self._rows.create_index("state")

    async def get(self, reference: str) -> ToldMandate:
        row = await self._rows.find_one({"_id": reference})
        return from_document(ToldMandate, row) if row else ToldMandate(id=reference)

    async def replace(self, before: ToldMandate, after: ToldMandate, tx: Transaction) -> bool:
        """False, and nothing saved, when somebody changed it since `before` was read."""
        document = to_document(after)
        if not before.version:
            first = {"$setOnInsert": document}
            made = await self._rows.update_one(
                {"_id": before.id}, first, upsert=True, session=tx.session
            )
            return made.upserted_id is not None
        seen = {"_id": before.id, "version": before.version}
        saved = await self._rows.replace_one(seen, document, session=tx.session)
        return saved.matched_count == 1


async def _insert_new(
    rows: Collection, models: Sequence[ApiPayment] | Sequence[ProviderEvent], tx: Transaction
) -> None:
    writes = []
    for one in models:
        fields = to_document(one) | {"trace": tracing.current()}
        key = fields.pop("_id")
        writes.append(UpdateOne({"_id": key}, {"$setOnInsert": fields}, upsert=True))
    if writes:
        await rows.bulk_write(writes, ordered=False, session=tx.session)
