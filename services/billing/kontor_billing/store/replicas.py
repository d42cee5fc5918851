"""What billing keeps of the customers service: parties, their payment, the organisation."""

from collections.abc import Collection as Sized
from collections.abc import Sequence
from uuid import UUID

from kontor_chassis.mongo import Database, from_document
from kontor_chassis.replica import replace_newer
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.organisation import ORGANISATION_KEY, Organisation
from kontor_contracts.customers.party import Party
from kontor_contracts.customers.payment import PaymentDetails


class Replicas:
    """Copies by version; written by the subscribers alone."""

    def __init__(self, database: Database) -> None:
        self._parties = database["parties"]
        self._payments = database["payments"]
        self._organisation = database["organisation"]

    async def ensure_indexes(self) -> None:
        await self._parties.create_index("number")
        await self._payments.create_index("version")
        await self._payments.create_index("accounts.iban")
        await self._payments.create_index("mandates.reference")
        await self._organisation.create_index("version")

    async def organisation(self) -> Organisation | None:
        found = await self._organisation.find_one({"_id": ORGANISATION_KEY})
        return from_document(Organisation, found) if found else None

    async def party(self, party_id: UUID) -> Party | None:
        return (await self.parties([party_id])).get(party_id)

    async def parties(self, ids: Sized[UUID]) -> dict[UUID, Party]:
        rows = self._parties.find({"_id": {"$in": list(ids)}})
        return {row["_id"]: from_document(Party, row) async for row in rows}

    async def page(self, *, after: str, limit: int) -> list[Party]:
        """Parties by account number, behind `after`."""
        rows = self._parties.find({"number": {"$gt": after}}).sort("number").limit(limit)
        return [from_document(Party, row) async for row in rows]

    async def parties_by_number(self, numbers: Sized[str]) -> dict[str, Party]:
        rows = self._parties.find({"number": {"$in": list(numbers)}})
        return {row["number"]: from_document(Party, row) async for row in rows}

    async def payments(self, party_ids: Sized[UUID]) -> dict[UUID, PaymentDetails]:
        rows = self._payments.find({"_id": {"$in": list(party_ids)}})
        return {row["_id"]: from_document(PaymentDetails, row) async for row in rows}

    async def parties_of_iban(self, iban: str) -> list[UUID]:
        """Who has an account of that IBAN."""
        return [
            row["_id"] async for row in self._payments.find({"accounts.iban": iban}, {"_id": 1})
        ]

    async def mandates_named(self, reference: str) -> list[UUID]:
        """Ids of the SEPA mandates of that reference (UMR)."""
        rows = self._payments.find({"mandates.reference": reference}, {"mandates": 1})
        return [
            UUID(f"{mandate['id']}")
            async for row in rows
            for mandate in row["mandates"]
            if mandate["reference"] == reference
        ]

    async def keep_parties(self, parties: Sequence[Party], tx: Transaction) -> None:
        writes = [replace_newer(party) for party in parties]
        await self._parties.bulk_write(writes, session=tx.session)

    async def keep_payments(self, payments: Sequence[PaymentDetails], tx: Transaction) -> None:
        writes = [replace_newer(one, key=one.party_id) for one in payments]
        await self._payments.bulk_write(writes, session=tx.session)

    async def keep_organisation(self, organisation: Organisation, tx: Transaction) -> None:
        write = replace_newer(organisation, key=ORGANISATION_KEY)
        await self._organisation.bulk_write([write], session=tx.session)
