"""Counts of account numbers and mandate references. They only go up: no number comes twice."""

from collections.abc import Iterable

from kontor_chassis.mongo import Database
from pymongo import ReturnDocument

from kontor_customers.model.numbers import Numbering


class Counter:
    """Counts outside of transactions: parallel creates never wait, gaps are harmless."""

    def __init__(self, database: Database, name: str) -> None:
        self._counters = database["counters"]
        self._name = name

    async def ensure(self) -> None:
        await self._counters.update_one(
            {"_id": self._name}, {"$setOnInsert": {"last": 0}}, upsert=True
        )

    async def take(self, numbering: Numbering) -> str:
        """The next number; nobody else gets it."""
        counter = await self._counters.find_one_and_update(
            {"_id": self._name}, {"$inc": {"last": 1}}, return_document=ReturnDocument.AFTER
        )
        assert counter is not None  # noqa: S101 - `ensure` ran at start
        return numbering.written(counter["last"])

    async def jump_past(self, numbers: Iterable[str], numbering: Numbering) -> None:
        """Go on behind the highest of the numbers that follow the pattern."""
        counts = [count for one in numbers if (count := numbering.count_of(one)) is not None]
        if counts:
            await self._counters.update_one({"_id": self._name}, {"$max": {"last": max(counts)}})
