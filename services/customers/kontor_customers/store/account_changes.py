"""Changes of IBANs: those that wait, and what became of the others."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from kontor_chassis.mongo import Database, Document, from_document, to_document
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.bank_account import IbanChangeState
from pymongo import ReplaceOne

from kontor_customers.model.iban_guard import AccountChange

WAITING = {"state": IbanChangeState.WAITING}


class AccountChanges:
    def __init__(self, database: Database) -> None:
        self._changes = database["account_changes"]

    async def ensure_indexes(self) -> None:
        await self._changes.create_index([("party_id", 1), ("_id", -1)])
        await self._changes.create_index("usable_from", partialFilterExpression=WAITING)

    async def of(self, party_id: UUID) -> list[AccountChange]:
        """All changes at the party, the latest first."""
        found = self._changes.find({"party_id": party_id}).sort("_id", -1)
        return [from_document(AccountChange, one) async for one in found]

    async def get(self, change_id: UUID, tx: Transaction) -> AccountChange | None:
        found = await self._changes.find_one({"_id": change_id}, session=tx.session)
        return from_document(AccountChange, found) if found else None

    async def waiting(
        self, party_ids: Sequence[UUID], tx: Transaction
    ) -> dict[UUID, list[AccountChange]]:
        """The changes that wait at these parties."""
        wanted: Document = {"party_id": {"$in": list(party_ids)}, **WAITING}
        waiting: dict[UUID, list[AccountChange]] = {}
        async for one in self._changes.find(wanted, session=tx.session):
            change = from_document(AccountChange, one)
            waiting.setdefault(change.party_id, []).append(change)
        return waiting

    async def due(self, today: date, limit: int) -> list[AccountChange]:
        """Waiting changes whose day has come."""
        wanted: Document = {**WAITING, "usable_from": {"$lte": today.isoformat()}}
        found = self._changes.find(wanted).limit(limit)
        return [from_document(AccountChange, one) async for one in found]

    async def save_all(self, changes: Sequence[AccountChange], tx: Transaction) -> None:
        writes = [
            ReplaceOne({"_id": one.id}, to_document(one), upsert=one.version == 1)
            for one in changes
        ]
        if writes:
            await self._changes.bulk_write(writes, session=tx.session)

    async def accounts_of(self, party_id: UUID, tx: Transaction) -> set[UUID]:
        """The ids of the party's accounts that ever had another IBAN."""
        found = self._changes.find({"party_id": party_id}, {"account_id": 1}, session=tx.session)
        return {one["account_id"] async for one in found}

    async def remove_of(self, party_id: UUID, tx: Transaction) -> None:
        await self._changes.delete_many({"party_id": party_id}, session=tx.session)
