"""How mandates were used until now: a row per mandate, owned by billing."""

from collections.abc import Collection as Sized
from uuid import UUID

from kontor_chassis.mongo import Database, from_document, to_document
from kontor_chassis.transaction import Transaction
from pymongo import ReplaceOne

from kontor_billing.model.debit.mandate_use import MandateUse


class MandateUses:
    def __init__(self, database: Database) -> None:
        self._uses = database["mandate_uses"]

    async def ensure_indexes(self) -> None:
        await self._uses.create_index("party_id")

    async def of(self, ids: Sized[UUID], tx: Transaction | None = None) -> dict[UUID, MandateUse]:
        rows = self._uses.find({"_id": {"$in": list(ids)}}, session=tx and tx.session)
        return {row["_id"]: from_document(MandateUse, row) async for row in rows}

    async def save(self, uses: Sized[MandateUse], tx: Transaction) -> None:
        """Of mandates that `tx` has read: who else has written them makes it try again."""
        writes = [ReplaceOne({"_id": one.id}, to_document(one), upsert=True) for one in uses]
        if writes:
            await self._uses.bulk_write(writes, ordered=False, session=tx.session)

    async def hand_over(self, ids: Sized[UUID], tx: Transaction) -> None:
        """Customers holds these mandates itself now: what it says of them later is to be obeyed."""
        await self._uses.update_many(
            {"_id": {"$in": list(ids)}, "hold": {"$ne": ""}},
            {"$set": {"hold": ""}},
            session=tx.session,
        )
