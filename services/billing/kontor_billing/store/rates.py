"""The table of VAT rates, with the version of each country and class that people have set."""

from collections.abc import Iterable

from kontor_chassis.mongo import Database, from_document, to_document
from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.folder import VatClass
from pymongo import UpdateOne

from kontor_billing.model.vat_rates import VatRate
from kontor_billing.model.vat_tables import VatTable, table_of


class Rates:
    def __init__(self, database: Database) -> None:
        self._rates = database["vat_rates"]
        self._versions = database["vat_tables"]

    async def ensure_indexes(self) -> None:
        await self._rates.create_index([("country", 1), ("rate_class", 1)])
        await self._versions.create_index("version")

    async def seed(self, rates: Iterable[VatRate]) -> None:
        """Add what is not there yet to the tables that nobody has set."""
        set_by_people = {row["_id"] async for row in self._versions.find({}, {"_id": 1})}
        writes = [
            UpdateOne({"_id": _key(rate)}, {"$setOnInsert": to_document(rate)}, upsert=True)
            for rate in rates
            if _table(rate.country, rate.rate_class) not in set_by_people
        ]
        if writes:
            await self._rates.bulk_write(writes, ordered=False)

    async def all(self) -> list[VatRate]:
        return [from_document(VatRate, row) async for row in self._rates.find()]

    async def versions(self) -> dict[str, int]:
        """Of the tables that people have set, by country and class."""
        return {row["_id"]: row["version"] async for row in self._versions.find()}

    async def table(self, country: str, rate_class: VatClass, tx: Transaction) -> VatTable:
        """Without rates where none is known."""
        wanted = {"country": country, "rate_class": rate_class}
        rows = self._rates.find(wanted, session=tx.session)
        rates = [from_document(VatRate, row) async for row in rows]
        key = {"_id": _table(country, rate_class)}
        kept = await self._versions.find_one(key, session=tx.session)
        return table_of(country, rate_class, kept["version"] if kept else 0, iter(rates))

    async def put(self, table: VatTable, tx: Transaction) -> None:
        """In the place of all rates of its country and class."""
        key = {"_id": _table(table.country, table.rate_class)}
        await self._versions.update_one(
            key, {"$set": {"version": table.version}}, upsert=True, session=tx.session
        )
        wanted = {"country": table.country, "rate_class": table.rate_class}
        await self._rates.delete_many(wanted, session=tx.session)
        rows = [to_document(rate) | {"_id": _key(rate)} for rate in table.as_rates()]
        await self._rates.insert_many(rows, session=tx.session)


def _table(country: str, rate_class: VatClass) -> str:
    return f"{country}/{rate_class}"


def _key(rate: VatRate) -> str:
    return f"{_table(rate.country, rate.rate_class)}/{rate.valid_from}"
