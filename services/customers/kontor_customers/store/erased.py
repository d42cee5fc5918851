"""Parties that were erased: their numbers stay taken."""

from collections.abc import Collection as Sized

from kontor_chassis.mongo import Database, to_document
from kontor_chassis.transaction import Transaction

from kontor_customers.model.erasure import Erased


class ErasedParties:
    def __init__(self, database: Database) -> None:
        self._erased = database["erased_parties"]

    async def ensure_indexes(self) -> None:
        await self._erased.create_index("number", unique=True)

    async def add(self, erased: Erased, tx: Transaction) -> None:
        await self._erased.insert_one(to_document(erased), session=tx.session)

    async def numbers_among(self, numbers: Sized[str], tx: Transaction) -> set[str]:
        """Those of the numbers that an erased party had."""
        found = self._erased.find({"number": {"$in": list(numbers)}}, session=tx.session)
        return {one["number"] async for one in found}
