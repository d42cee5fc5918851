"""Requests for mailed links, the marks of their secrets, and how many an address has asked for."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from kontor_chassis.jobs import LEASE_END, Jobs
from kontor_chassis.mongo import Database, from_document, to_document
from pymongo import ReturnDocument

from kontor_customers.model.letters import WINDOW, Letter, Mark, Purpose

LEASE = timedelta(seconds=90)
QUEUED, SENT = "queued", "sent"


class Letters:
    """One document a request, with the marks of the links that were mailed for it."""

    def __init__(self, database: Database) -> None:
        self._letters = database["letters"]
        self._asked = database["letters_asked"]
        self._jobs = Jobs(self._letters, lease=LEASE)

    async def ensure_indexes(self) -> None:
        await self._jobs.ensure_indexes("state")
        await self._letters.create_index("marks.mark")
        await self._letters.create_index("expires_at", expireAfterSeconds=0)
        await self._asked.create_index("at", expireAfterSeconds=int(2 * WINDOW.total_seconds()))

    async def count(self, email_mark: str, window: int, now: datetime) -> int:
        """How many requests of the window this is, for the address."""
        counted = await self._asked.find_one_and_update(
            {"_id": f"{email_mark}/{window}"},
            {"$inc": {"count": 1}, "$set": {"at": now}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        return int(counted["count"]) if counted else 1

    async def add(self, letter: Letter) -> None:
        row = to_document(letter) | {"state": QUEUED, "due_at": letter.requested_at}
        await self._letters.insert_one(row)

    async def claim(self) -> Letter | None:
        """The letter that waits longest; it is ours until the lease ends."""
        rows = await self._jobs.claim({"state": QUEUED})
        return from_document(Letter, rows[0]) if rows else None

    async def keep_marks(self, letter_id: UUID, marks: Sequence[Mark]) -> bool:
        """Before the mail leaves, its links are known; whether the letter is still ours."""
        found = await self._letters.update_one(
            self._jobs.held(letter_id), {"$set": {"marks": [one.model_dump() for one in marks]}}
        )
        return found.matched_count == 1

    async def sent(self, letter_id: UUID) -> None:
        await self._letters.update_one(
            self._jobs.held(letter_id), {"$set": {"state": SENT}, "$unset": LEASE_END}
        )

    async def remove(self, letter_id: UUID) -> None:
        await self._letters.delete_one(self._jobs.held(letter_id))

    async def postpone(self, letter_id: UUID, until: datetime, reason: str) -> None:
        await self._jobs.postpone(letter_id, until=until, reason=reason)

    async def use(self, mark: str, purposes: Sequence[Purpose], now: datetime) -> Mark | None:
        """Whom the link lets in; the second time nobody, however close the two are."""
        found = await self._letters.find_one_and_update(
            {
                "marks.mark": mark,
                "expires_at": {"$gt": now},
                "purpose": {"$in": [one.value for one in purposes]},
            },
            {"$pull": {"marks": {"mark": mark}}},
        )
        marks = [Mark.model_validate(one) for one in found["marks"]] if found else []
        return next((one for one in marks if one.mark == mark), None)
