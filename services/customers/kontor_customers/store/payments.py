"""Accounts and mandates of parties, and every mandate reference ever used."""

from collections.abc import AsyncIterator, Sequence
from collections.abc import Collection as Sized
from datetime import date
from uuid import UUID

from kontor_chassis.mongo import Database, Document, from_document
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.payment import PaymentDetails
from pymongo import UpdateOne

from kontor_customers.model.mandates import first_expiry
from kontor_customers.model.payment import references
from kontor_customers.store.versions import Versioned, save_all

WITHOUT_EXPIRY = {"expires_on": {"$not": {"$type": "string"}}}


class Payments:
    """One document a party that has payment details; references stay when a mandate ends."""

    def __init__(self, database: Database) -> None:
        self._payments = database["payments"]
        self._references = database["mandate_references"]

    async def ensure_indexes(self) -> None:
        await self._references.create_index("party_id")
        await self._payments.create_index(
            "expires_on", partialFilterExpression={"expires_on": {"$gt": ""}}
        )

    async def of(self, party_id: UUID, tx: Transaction | None = None) -> PaymentDetails | None:
        found = await self._payments.find_one({"_id": party_id}, session=tx and tx.session)
        return from_document(PaymentDetails, found) if found else None

    async def expiring_by(self, last: date, size: int) -> AsyncIterator[list[PaymentDetails]]:
        """Batches of details with a living mandate that expires on that day or before."""
        found = self._payments.find(
            {"expires_on": {"$gt": "", "$lte": last.isoformat()}}, batch_size=size
        )
        batch: list[PaymentDetails] = []
        async for one in found:
            batch.append(from_document(PaymentDetails, one))
            if len(batch) == size:
                yield batch
                batch = []
        if batch:
            yield batch

    async def complete(self, most: int) -> int:
        """Give details stored by a release without `expires_on` that day; how many there were."""
        found = await self._payments.find(WITHOUT_EXPIRY).limit(most).to_list()
        updates = [
            UpdateOne({"_id": one["_id"], "version": one["version"]}, {"$set": _expiry(details)})
            for one in found
            for details in [from_document(PaymentDetails, one)]
        ]
        if updates:
            await self._payments.bulk_write(updates)
        return len(updates)

    async def remove(self, party_id: UUID, tx: Transaction) -> None:
        """The references stay: no other mandate may ever have them."""
        await self._payments.delete_one({"_id": party_id}, session=tx.session)

    async def touch(self, party_ids: Sized[UUID], tx: Transaction) -> None:
        """Change nothing, but conflict with whoever saves or removes the details meanwhile."""
        wanted = {"_id": {"$in": list(party_ids)}}
        await self._payments.update_many(wanted, {"$inc": {"touches": 1}}, session=tx.session)

    async def of_all(self, party_ids: Sized[UUID], tx: Transaction) -> dict[UUID, PaymentDetails]:
        found = self._payments.find({"_id": {"$in": list(party_ids)}}, session=tx.session)
        return {one["_id"]: from_document(PaymentDetails, one) async for one in found}

    async def owners(self, names: Sized[str], tx: Transaction) -> dict[str, UUID]:
        """The mandates that the references belong to; a reference without one is free."""
        found = self._references.find({"_id": {"$in": list(names)}}, session=tx.session)
        return {one["_id"]: one["mandate_id"] async for one in found}

    async def mandates_ever_of(self, party_id: UUID, tx: Transaction) -> set[UUID]:
        """The ids of all mandates that the party has or had."""
        found = self._references.find({"party_id": party_id}, session=tx.session)
        return {one["mandate_id"] async for one in found}

    async def save_all(
        self, changes: Sequence[tuple[PaymentDetails, PaymentDetails]], tx: Transaction
    ) -> None:
        """Save the details and take up their references, which `owners` has shown to be free."""
        saves = [(_stored(before), _document(after)) for before, after in changes]
        await save_all(self._payments, saves, tx)
        taken: list[Document] = [
            {"_id": name, "mandate_id": mandate_id, "party_id": after.party_id}
            for before, after in changes
            for name, mandate_id in references(after).items()
            if name not in references(before)
        ]
        if taken:
            known = await self.owners([row["_id"] for row in taken], tx)
            fresh = [row for row in taken if row["_id"] not in known]
            if fresh:
                await self._references.insert_many(fresh, session=tx.session)


def _stored(before: PaymentDetails) -> Versioned | None:
    """Version 0 says what holds before anything was entered: it is not stored."""
    return before if before.version else None


def _document(payment: PaymentDetails) -> Document:
    """With the first day on which one of its mandates expires, by which those are found."""
    return {"_id": payment.party_id, **payment.model_dump(), **_expiry(payment)}


def _expiry(payment: PaymentDetails) -> Document:
    expires_on = first_expiry(payment)
    return {"expires_on": expires_on.isoformat() if expires_on else ""}
