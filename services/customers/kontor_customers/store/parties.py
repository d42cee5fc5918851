"""Customers and prospects, with the parts of words that find them."""

from collections.abc import Collection as Sized
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from kontor_chassis.mongo import Database, Document, from_document, to_document
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.party import Party
from pymongo import UpdateOne

from kontor_customers.model.search import folded, index_parts
from kontor_customers.store.versions import save_all

#: Fields of ours beside the party: what finds it, and what it is sorted by.
OURS = ("search", "iban_ends", "sort_name")
WITHOUT_OURS = dict.fromkeys(OURS, False)


class Parties:
    """One document a party."""

    def __init__(self, database: Database) -> None:
        self._parties = database["parties"]

    async def ensure_indexes(self) -> None:
        by_name = [("sort_name", 1), ("_id", 1)]
        await self._parties.create_index("number", unique=True)
        await self._parties.create_index("search")
        await self._parties.create_index(by_name)
        for field in ("lifecycle", "tags", "responsible_id"):
            await self._parties.create_index([(field, 1), *by_name])
        await self._parties.create_index(
            by_name, name="held", partialFilterExpression={"on_hold": {"$gt": ""}}
        )
        await self._parties.create_index("vat_id", partialFilterExpression={"vat_id": {"$gt": ""}})

    async def get(self, party_id: UUID, tx: Transaction | None = None) -> Party | None:
        found = await self._parties.find_one(
            {"_id": party_id}, WITHOUT_OURS, session=tx and tx.session
        )
        return from_document(Party, found) if found else None

    async def with_ids(self, party_ids: Sized[UUID], tx: Transaction) -> dict[UUID, Party]:
        return {party.id: party for party in await self._all("_id", party_ids, tx)}

    async def numbers_of(self, party_ids: Iterable[UUID]) -> dict[UUID, str]:
        """The account numbers of these parties."""
        wanted = list(party_ids)
        if not wanted:
            return {}
        found = self._parties.find({"_id": {"$in": wanted}}, {"number": 1})
        return {one["_id"]: one["number"] async for one in found}

    async def by_number(self, numbers: Sized[str], tx: Transaction) -> dict[str, Party]:
        """The parties that have one of the account numbers."""
        return {party.number: party for party in await self._all("number", numbers, tx)}

    async def by_vat_id(self, vat_ids: Sized[str], tx: Transaction) -> list[Party]:
        """The parties that have one of the VAT ids."""
        return await self._all("vat_id", [one for one in vat_ids if one], tx)

    async def by_name(self, names: Iterable[str], tx: Transaction) -> list[Party]:
        """The parties whose name is one of these, case and accents apart."""
        return await self._all("sort_name", {folded(name) for name in names}, tx)

    async def _all(self, field: str, values: Sized[object], tx: Transaction) -> list[Party]:
        if not values:
            return []
        wanted: Document = {field: {"$in": list(values)}}
        if field == "vat_id":
            wanted["vat_id"]["$gt"] = ""
        found = self._parties.find(wanted, WITHOUT_OURS, session=tx.session)
        return [from_document(Party, one) async for one in found]

    async def save_all(
        self, changes: Sequence[tuple[Party | None, Party]], tx: Transaction
    ) -> None:
        known = await self._iban_ends([after.id for before, after in changes if before], tx)
        saves = [(before, _document(after, known.get(after.id, ()))) for before, after in changes]
        await save_all(self._parties, saves, tx)

    async def find_by_iban(
        self, parties: Iterable[tuple[Party, Sequence[str]]], tx: Transaction
    ) -> None:
        """From now on the party is also found by these ends of IBANs, and by no earlier ones."""
        updates = [
            UpdateOne(
                {"_id": party.id},
                {"$set": {"iban_ends": list(ends), "search": index_parts(party, ends)}},
            )
            for party, ends in parties
        ]
        if updates:
            await self._parties.bulk_write(updates, session=tx.session)

    async def remove(self, party_id: UUID, tx: Transaction) -> None:
        await self._parties.delete_one({"_id": party_id}, session=tx.session)

    async def count_with_function(self, key: str, tx: Transaction) -> int:
        """How many parties have a contact with the function."""
        return await self._parties.count_documents({"contacts.functions": key}, session=tx.session)

    async def _iban_ends(
        self, party_ids: Sequence[UUID], tx: Transaction
    ) -> Mapping[UUID, Sequence[str]]:
        if not party_ids:
            return {}
        wanted = {"_id": {"$in": list(party_ids)}, "iban_ends.0": {"$exists": True}}
        found = self._parties.find(wanted, {"iban_ends": 1}, session=tx.session)
        return {one["_id"]: one["iban_ends"] async for one in found}


def _document(party: Party, iban_ends: Sequence[str]) -> Document:
    return to_document(party) | {
        "search": index_parts(party, iban_ends),
        "iban_ends": list(iban_ends),
        "sort_name": folded(party.name),
    }
