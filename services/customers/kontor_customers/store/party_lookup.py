"""Parties by what a file or a person calls them."""

from collections.abc import Collection as Sized
from collections.abc import Iterable
from typing import Generic, TypeVar

from kontor_chassis.mongo import Database, Document, from_document
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.party import Party

from kontor_customers.model.imports.directory import PartyOutline
from kontor_customers.model.search import folded

FoundT = TypeVar("FoundT", bound=Party | PartyOutline)


class PartyLookup(Generic[FoundT]):
    """Reads of each party as much as `model` holds."""

    def __init__(self, database: Database, model: type[FoundT]) -> None:
        self._parties = database["parties"]
        self._model = model
        self._fields = [*({*model.model_fields} - {"id"}), "_id"]

    async def by_number(self, numbers: Sized[str], tx: Transaction) -> dict[str, FoundT]:
        """The parties that have one of the account numbers."""
        return {party.number: party for party in await self._all("number", numbers, tx)}

    async def by_vat_id(self, vat_ids: Sized[str], tx: Transaction) -> list[FoundT]:
        """The parties that have one of the VAT ids."""
        return await self._all("vat_id", [one for one in vat_ids if one], tx)

    async def by_name(self, names: Iterable[str], tx: Transaction) -> list[FoundT]:
        """The parties whose name is one of these, case and accents apart."""
        return await self._all("sort_name", {folded(name) for name in names}, tx)

    async def _all(self, field: str, values: Sized[object], tx: Transaction) -> list[FoundT]:
        if not values:
            return []
        wanted: Document = {field: {"$in": list(values)}}
        if field == "vat_id":
            wanted["vat_id"]["$gt"] = ""
        found = self._parties.find(wanted, self._fields, session=tx.session)
        return [from_document(self._model, one) async for one in found]
