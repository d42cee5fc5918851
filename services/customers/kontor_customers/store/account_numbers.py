"""The count of account numbers. It only goes up, so no number comes twice."""

from collections.abc import Iterable

from kontor_chassis.mongo import Database
from pymongo import ReturnDocument

from kontor_customers.model.numbers import AccountNumberPattern

COUNTER = "account-number"


class AccountNumbers:
    """Counts outside of transactions: parallel creates never wait, gaps are harmless."""

    def __init__(self, database: Database, pattern: AccountNumberPattern) -> None:
        self._counters = database["counters"]
        self._pattern = pattern

    async def ensure_counter(self) -> None:
        await self._counters.update_one(
            {"_id": COUNTER}, {"$setOnInsert": {"last": 0}}, upsert=True
        )

    async def take(self) -> str:
        """The next account number; nobody else gets it."""
        counter = await self._counters.find_one_and_update(
            {"_id": COUNTER}, {"$inc": {"last": 1}}, return_document=ReturnDocument.AFTER
        )
        assert counter is not None  # noqa: S101 - `ensure_counter` ran at start
        return self._pattern.written(counter["last"])

    async def jump_past(self, numbers: Iterable[str]) -> None:
        """Go on behind the highest of the numbers that follow our pattern."""
        counts = [count for one in numbers if (count := self._pattern.count_of(one)) is not None]
        if counts:
            await self._counters.update_one({"_id": COUNTER}, {"$max": {"last": max(counts)}})
