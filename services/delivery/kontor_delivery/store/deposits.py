"""Flows on their way to Chorus Pro by API, and the invoices in them."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from kontor_chassis.mongo import Database, Document, from_document, to_document
from kontor_chassis.transaction import Transaction
from pymongo import UpdateOne

from kontor_delivery.model.chorus.deposit import Deposit, DepositedInvoice
from kontor_delivery.model.chorus.states import OPEN, DepositState
from kontor_delivery.store.queue import Queue


class Deposits:
    def __init__(self, database: Database) -> None:
        self._deposits = database["chorus_deposits"]
        self._invoices = database["chorus_invoices"]

    async def ensure_indexes(self) -> None:
        await self._deposits.create_index([("state", 1), ("due_at", 1)])
        await self._invoices.create_index("deposit_id")

    def queue(self, *, lease: timedelta) -> Queue[Deposit]:
        return Queue(self._deposits, Deposit, ready={"state": {"$in": list(OPEN)}}, lease=lease)

    async def plan(
        self, deposit: Deposit, invoices: Sequence[DepositedInvoice], tx: Transaction
    ) -> None:
        await self._deposits.insert_one(to_document(deposit), session=tx.session)
        rows = [to_document(one) for one in invoices]
        await self._invoices.insert_many(rows, session=tx.session)

    async def get(self, deposit_id: UUID) -> Deposit | None:
        row = await self._deposits.find_one({"_id": deposit_id})
        return from_document(Deposit, row) if row else None

    async def page(
        self, state: DepositState | None, run_id: UUID | None, limit: int
    ) -> list[Deposit]:
        """The newest first: names count upwards."""
        asked = {"state": state, "run_id": run_id}
        query: Document = {name: value for name, value in asked.items() if value is not None}
        rows = self._deposits.find(query).sort("name", -1).limit(limit)
        return [from_document(Deposit, row) async for row in rows]

    async def invoices(self, deposit_id: UUID, limit: int = 0) -> tuple[DepositedInvoice, ...]:
        rows = self._invoices.find({"deposit_id": deposit_id}).sort("number").limit(limit)
        return tuple([from_document(DepositedInvoice, row) async for row in rows])

    async def save_invoices(self, invoices: Sequence[DepositedInvoice], tx: Transaction) -> None:
        writes = [
            UpdateOne({"_id": one.id}, {"$set": {"state": one.state, "comment": one.comment}})
            for one in invoices
        ]
        if writes:
            await self._invoices.bulk_write(writes, ordered=False, session=tx.session)

    async def give_up(
        self, deposit: Deposit, invoices: Sequence[DepositedInvoice], tx: Transaction
    ) -> bool:
        """Let the invoices go; False, and to be rolled back, when they have changed meanwhile."""
        for one in invoices:
            seen = {"_id": one.id, "deposit_id": deposit.id, "state": one.state}
            gone = await self._invoices.delete_one(seen, session=tx.session)
            if not gone.deleted_count:
                return False
        if deposit.state is not DepositState.REJECTED:
            return True
        rejected = {"_id": deposit.id, "state": DepositState.REJECTED}
        left = {"$set": {"state": DepositState.REPACKED}}
        return bool(
            (await self._deposits.update_one(rejected, left, session=tx.session)).matched_count
        )

    async def plan_again(self, deposit: Deposit, tx: Transaction) -> bool:
        """False when it is not refused any more."""
        again = {"state": DepositState.PLANNED, "reason": "", "due_at": deposit.due_at}
        refused = {"_id": deposit.id, "state": DepositState.REFUSED}
        saved = await self._deposits.update_one(refused, {"$set": again}, session=tx.session)
        return saved.modified_count == 1
