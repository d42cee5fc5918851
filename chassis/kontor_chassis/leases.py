"""Leases by name, so that of many processes one does a thing; the database's clock decides."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from kontor_chassis.ids import new_id
from kontor_chassis.mongo import Database

COLLECTION = "leases"


class Leases:
    """The leases of one database, taken in the name of one process."""

    def __init__(self, database: Database) -> None:
        self._leases = database[COLLECTION]
        self._owner = str(new_id())
        self._sure_until: dict[str, float] = {}

    async def keep(self, name: str, ttl: timedelta) -> bool:
        """Like `take`, for loops: in the first third of our time the database is not asked."""
        asked = time.monotonic()
        if asked < self._sure_until.get(name, asked):
            return True
        taken = await self.take(name, ttl)
        self._sure_until[name] = asked + ttl.total_seconds() / 3 if taken else asked
        return taken

    async def take(self, name: str, ttl: timedelta) -> bool:
        """Take or renew the lease; False while another process holds it."""
        free = {
            "$or": [
                {"$eq": ["$owner", self._owner]},
                {"$lt": [{"$ifNull": ["$until", "$$NOW"]}, {"$add": ["$$NOW", 1]}]},
            ]
        }
        until = {"$add": ["$$NOW", int(ttl.total_seconds() * 1000)]}
        lease = {
            "owner": {"$cond": [free, self._owner, "$owner"]},
            "until": {"$cond": [free, until, "$until"]},
        }
        try:
            after = await self._leases.find_one_and_update(
                {"_id": name}, [{"$set": lease}], upsert=True, return_document=ReturnDocument.AFTER
            )
        except DuplicateKeyError:
            return False
        return bool(after and after["owner"] == self._owner)

    async def give_back(self, name: str) -> None:
        """End our lease at once, if it is still ours."""
        self._sure_until.pop(name, None)
        await self._leases.delete_one({"_id": name, "owner": self._owner})

    @asynccontextmanager
    async def held(self, name: str, ttl: timedelta) -> AsyncIterator[bool]:
        """Whether the lease is ours within the block, which must not outlast `ttl`."""
        taken = await self.take(name, ttl)
        try:
            yield taken
        finally:
            if taken:
                await self.give_back(name)
