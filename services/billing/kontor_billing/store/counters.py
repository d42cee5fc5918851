"""Numbers without a gap: taken in the transaction that uses them."""

from kontor_chassis.mongo import Database
from kontor_chassis.transaction import Transaction
from pymongo import ReturnDocument


class Counters:
    def __init__(self, database: Database) -> None:
        self._counters = database["counters"]

    async def ensure_indexes(self) -> None:
        await self._counters.create_index("last")

    async def last(self, series: str) -> int:
        """The number taken last; 0 before the first."""
        counter = await self._counters.find_one({"_id": series})
        return int(counter["last"]) if counter else 0

    async def take(self, series: str, count: int, tx: Transaction) -> range:
        """The next `count` numbers of `series`; given back when the transaction is not committed.

        Two transactions cannot hold the same series: the later one is aborted and tries again.
        """
        if not count:
            return range(0)
        counter = await self._counters.find_one_and_update(
            {"_id": series},
            {"$inc": {"last": count}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
            session=tx.session,
        )
        assert counter is not None  # noqa: S101  # upserted
        last: int = counter["last"]
        return range(last - count + 1, last + 1)

    async def pass_by(self, series: str, number: int, tx: Transaction) -> None:
        """Go on behind `number`, which is taken already."""
        await self._counters.update_one(
            {"_id": series}, {"$max": {"last": number}}, upsert=True, session=tx.session
        )
