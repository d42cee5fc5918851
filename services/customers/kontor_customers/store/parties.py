"""Customers and prospects, with the parts of words that find them."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from kontor_chassis.mongo import Database, Document, from_document, to_document
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.party import Party
from kontor_contracts.customers.payment import PaymentDetails
from pymongo import UpdateOne
from pymongo.collation import Collation

from kontor_customers.model.search import (
    OF_IBAN,
    folded,
    iban_end,
    iban_ends_of,
    iban_parts,
    index_parts,
    line_of,
    searched_words,
)
from kontor_customers.store.versions import save_all

#: Fields of ours beside the party: what finds it, and what it is sorted by.
OURS = ("search", "line", "sort_name")
BY_PART, BY_LINE = "search_1", "by_line"
WITHOUT_OURS = dict.fromkeys(OURS, False)
ANY_CASE = Collation("en", strength=2)
MOST_AT_ADDRESS = 20
WITHOUT_LINE = {"line": {"$not": {"$type": "string"}}}


class Parties:
    """One document a party."""

    def __init__(self, database: Database) -> None:
        self._parties = database["parties"]

    async def ensure_indexes(self) -> None:
        by_name = [("sort_name", 1), ("_id", 1)]
        await self._parties.create_index("number", unique=True)
        await self._parties.create_index("search")
        await self._parties.create_index([*by_name, ("line", 1)], name=BY_LINE)
        await self._parties.create_index(by_name)
        for field in ("lifecycle", "tags", "responsible_id"):
            await self._parties.create_index([(field, 1), *by_name])
        await self._parties.create_index(
            by_name, name="held", partialFilterExpression={"on_hold": {"$gt": ""}}
        )
        await self._parties.create_index("contacts.email", collation=ANY_CASE)
        await self._parties.create_index("vat_id", partialFilterExpression={"vat_id": {"$gt": ""}})

    async def get(self, party_id: UUID, tx: Transaction | None = None) -> Party | None:
        found = await self._parties.find_one(
            {"_id": party_id}, WITHOUT_OURS, session=tx and tx.session
        )
        return from_document(Party, found) if found else None

    async def get_all(self, party_ids: Iterable[UUID], tx: Transaction) -> list[Party]:
        """Those of the parties that there are."""
        wanted = {"_id": {"$in": list(party_ids)}}
        found = self._parties.find(wanted, WITHOUT_OURS, session=tx.session)
        return [from_document(Party, one) async for one in found]

    async def numbers_of(self, party_ids: Iterable[UUID]) -> dict[UUID, str]:
        """The account numbers of these parties."""
        wanted = list(party_ids)
        if not wanted:
            return {}
        found = self._parties.find({"_id": {"$in": wanted}}, {"number": 1})
        return {one["_id"]: one["number"] async for one in found}

    async def with_contact_at(self, email: str) -> list[Party]:
        """The parties of which a contact has the address, in capitals or not."""
        wanted = {"contacts.email": email.strip()}
        found = self._parties.find(wanted, WITHOUT_OURS, collation=ANY_CASE).limit(MOST_AT_ADDRESS)
        return [from_document(Party, one) async for one in found]

    async def save_all(
        self, changes: Sequence[tuple[Party | None, Party]], tx: Transaction
    ) -> None:
        known = await self._iban_ends([before.id for before, _ in changes if before], tx)
        saves = [(before, _document(before, after, known)) for before, after in changes]
        await save_all(self._parties, saves, tx, keeping_others=True)

    async def find_by_ibans(self, payments: Iterable[PaymentDetails], tx: Transaction) -> None:
        """From now on the parties are found by these IBANs, and by no earlier ones."""
        updates = [
            UpdateOne({"_id": one.party_id}, [{"$set": _with_ibans(one)}]) for one in payments
        ]
        if updates:
            await self._parties.bulk_write(updates, session=tx.session)

    async def incomplete(self, most: int, tx: Transaction) -> list[Party]:
        """Parties stored by a release that had no `line`."""
        found = self._parties.find(WITHOUT_LINE, WITHOUT_OURS, session=tx.session).limit(most)
        return [from_document(Party, one) async for one in found]

    async def complete(
        self, parties: Sequence[Party], payments: Mapping[UUID, PaymentDetails], tx: Transaction
    ) -> None:
        """Give the parties what finds them."""
        updates = []
        for party in parties:
            accounts = payments[party.id].accounts if party.id in payments else ()
            document = document_of(party, [iban_end(one.iban) for one in accounts])
            ours = {field: document[field] for field in OURS}
            updates.append(UpdateOne({"_id": party.id}, {"$set": ours}))
        if updates:
            await self._parties.bulk_write(updates, session=tx.session)

    async def _iban_ends(
        self, party_ids: Sequence[UUID], tx: Transaction
    ) -> dict[UUID, Sequence[str]]:
        if not party_ids:
            return {}
        wanted = {"_id": {"$in": party_ids}, "line": {"$type": "string"}}
        found = self._parties.find(wanted, {"line": 1}, session=tx.session)
        return {one["_id"]: iban_ends_of(one["line"]) async for one in found}

    async def remove(self, party_id: UUID, tx: Transaction) -> None:
        await self._parties.delete_one({"_id": party_id}, session=tx.session)

    async def count_with_function(self, key: str, tx: Transaction) -> int:
        """How many parties have a contact with the function."""
        return await self._parties.count_documents({"contacts.functions": key}, session=tx.session)


def _document(before: Party | None, after: Party, known: Mapping[UUID, Sequence[str]]) -> Document:
    """A party whose IBANs no `line` tells stays without one: its migration will read them."""
    document = document_of(after, known.get(after.id, ()))
    if before and before.id not in known:
        del document["line"]
    return document


def document_of(party: Party, iban_ends: Sequence[str] = ()) -> Document:
    """The party with what finds it."""
    words = searched_words(party)
    return to_document(party) | {
        "search": [*index_parts(words), *iban_parts(iban_ends)],
        "line": line_of(words, iban_ends),
        "sort_name": folded(party.name),
    }


def _with_ibans(payment: PaymentDetails) -> Document:
    """What the party is found by, with these IBANs in place of those before; for the database."""
    ends = [iban_end(account.iban) for account in payment.accounts]
    is_of_iban = {"$eq": [{"$substrBytes": ["$$this", 0, 1]}, OF_IBAN]}
    others = {"$filter": {"input": "$search", "cond": {"$not": is_of_iban}}}
    words = {"$arrayElemAt": [{"$split": ["$line", OF_IBAN]}, 0]}
    return {
        "search": {"$concatArrays": [others, iban_parts(ends)]},
        "line": {"$concat": [words, line_of((), ends).lstrip()]},
    }
