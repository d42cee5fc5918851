"""Payments that came, each once."""

from collections.abc import Sequence
from uuid import UUID

from kontor_chassis.mongo import Database, from_document, to_document
from kontor_chassis.transaction import Transaction

from kontor_billing.model.payments import PaymentState, ReceivedPayment


class IncomingPayments:
    def __init__(self, database: Database) -> None:
        self._payments = database["incoming_payments"]

    async def ensure_indexes(self) -> None:
        await self._payments.create_index([("state", 1), ("_id", 1)])

    async def get(self, payment_id: UUID, tx: Transaction | None = None) -> ReceivedPayment | None:
        row = await self._payments.find_one({"_id": payment_id}, session=tx and tx.session)
        return from_document(ReceivedPayment, row) if row else None

    async def by_ids(self, ids: Sequence[UUID]) -> dict[UUID, ReceivedPayment]:
        rows = self._payments.find({"_id": {"$in": list(ids)}})
        return {row["_id"]: from_document(ReceivedPayment, row) async for row in rows}

    async def add(self, payment: ReceivedPayment, tx: Transaction) -> None:
        await self._payments.insert_one(to_document(payment), session=tx.session)

    async def save(self, payment: ReceivedPayment, tx: Transaction) -> None:
        """Of a payment that `tx` has read."""
        row = to_document(payment)
        await self._payments.replace_one({"_id": payment.id}, row, session=tx.session)

    async def page(
        self, state: PaymentState | None, *, after: UUID | None, limit: int
    ) -> list[ReceivedPayment]:
        wanted: dict[str, object] = {"state": state} if state else {}
        if after:
            wanted["_id"] = {"$gt": after}
        rows = self._payments.find(wanted).sort("_id").limit(limit)
        return [from_document(ReceivedPayment, row) async for row in rows]
