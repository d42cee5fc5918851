"""Customers and prospects, with the words that find them."""

import re
from collections.abc import Collection as Sized
from collections.abc import Mapping, Sequence
from uuid import UUID

from kontor_chassis.mongo import Database, Document, from_document, to_document
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.party import Lifecycle, Party

from kontor_customers.model.search import folded, index_words, words_of
from kontor_customers.store.versions import save_all

Position = tuple[str, UUID]


class Parties:
    """One document a party; `search` and `sort_name` are ours alone."""

    def __init__(self, database: Database) -> None:
        self._parties = database["parties"]

    async def ensure_indexes(self) -> None:
        await self._parties.create_index("number", unique=True)
        await self._parties.create_index([("sort_name", 1), ("_id", 1)])
        await self._parties.create_index([("lifecycle", 1), ("sort_name", 1), ("_id", 1)])
        await self._parties.create_index("search")

    async def get(self, party_id: UUID, tx: Transaction | None = None) -> Party | None:
        found = await self._parties.find_one({"_id": party_id}, session=tx and tx.session)
        return from_document(Party, found) if found else None

    async def by_number(self, numbers: Sized[str], tx: Transaction) -> dict[str, Party]:
        """The parties that have one of the account numbers."""
        found = self._parties.find({"number": {"$in": list(numbers)}}, session=tx.session)
        return {one["number"]: from_document(Party, one) async for one in found}

    async def save_all(
        self, changes: Sequence[tuple[Party | None, Party]], tx: Transaction
    ) -> None:
        saves = [(before, _document(after)) for before, after in changes]
        await save_all(self._parties, saves, tx)

    async def find(
        self, typed: str, lifecycle: Lifecycle | None, *, after: Position | None, limit: int
    ) -> list[Party]:
        """Those with a word beginning with each word typed, by name, behind the position."""
        wanted: Document = {"lifecycle": lifecycle} if lifecycle else {}
        if words := words_of(typed):
            wanted["search"] = {"$all": [re.compile(f"^{re.escape(word)}") for word in words]}
        if after:
            wanted |= _behind(after)
        found = self._parties.find(wanted).sort([("sort_name", 1), ("_id", 1)]).limit(limit)
        return [from_document(Party, one) async for one in found]


def position_of(party: Party) -> Position:
    """Where the party stands in the list by name."""
    return folded(party.name), party.id


def _behind(position: Position) -> Mapping[str, object]:
    name, party_id = position
    same_name = {"sort_name": name, "_id": {"$gt": party_id}}
    return {"sort_name": {"$gte": name}, "$or": [{"sort_name": {"$gt": name}}, same_name]}


def _document(party: Party) -> Document:
    own = {"search": index_words(party), "sort_name": folded(party.name)}
    return to_document(party) | own
