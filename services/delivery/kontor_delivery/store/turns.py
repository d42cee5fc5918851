"""Turns at a domain's mail servers, handed out to all workers one behind the other."""

from datetime import datetime, timedelta

from kontor_chassis.clock import now
from kontor_chassis.mongo import Database
from pymongo import ReturnDocument

#: A domain that nobody writes to is forgotten.
KEPT_SECONDS = 24 * 3600


class Turns:
    def __init__(self, database: Database) -> None:
        self._turns = database["mail_turns"]

    async def ensure_indexes(self) -> None:
        await self._turns.create_index("free_at", expireAfterSeconds=KEPT_SECONDS)

    async def take(self, domain: str, spacing: timedelta) -> datetime:
        """The next free moment, now or later; it is ours alone."""
        moment = now()
        start = {"$max": [{"$ifNull": ["$free_at", moment]}, moment]}
        end = {"$add": [start, spacing // timedelta(milliseconds=1)]}
        turn = await self._turns.find_one_and_update(
            {"_id": domain},
            [{"$set": {"turn": start, "free_at": end}}],
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        if turn is None:
            raise RuntimeError("an upsert answers with its document")
        taken: datetime = turn["turn"]
        return taken
