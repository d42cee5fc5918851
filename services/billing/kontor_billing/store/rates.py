"""The table of VAT rates."""

from collections.abc import Iterable

from kontor_chassis.mongo import Database, from_document, to_document
from pymongo import UpdateOne

from kontor_billing.model.vat_rates import VatRate


class Rates:
    def __init__(self, database: Database) -> None:
        self._rates = database["vat_rates"]

    async def seed(self, rates: Iterable[VatRate]) -> None:
        """Add the rates that are not there yet; what somebody corrected stays."""
        writes = [
            UpdateOne({"_id": _key(rate)}, {"$setOnInsert": to_document(rate)}, upsert=True)
            for rate in rates
        ]
        await self._rates.bulk_write(writes, ordered=False)

    async def all(self) -> list[VatRate]:
        return [from_document(VatRate, row) async for row in self._rates.find()]


def _key(rate: VatRate) -> str:
    return f"{rate.country}/{rate.rate_class}/{rate.valid_from}"
