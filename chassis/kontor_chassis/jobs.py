"""Rows of a service's own collection that any number of workers claim by lease."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from kontor_chassis.clock import now
from kontor_chassis.ids import new_id
from kontor_chassis.mongo import Collection, Document

#: Put into the `$unset` of the guarded update that finishes a job.
LEASE_END: Final = {"lease_owner": "", "lease_until": ""}


class Jobs:
    """Claims rows by their `due_at`; the lease lives in `lease_owner` and `lease_until`.

    A process that dies leaves its lease to run out; another then claims the row. So finish a
    job by an update guarded with `held()`: whoever lost the lease changes nothing.
    """

    def __init__(self, collection: Collection, *, lease: timedelta) -> None:
        self._rows = collection
        self._lease = lease
        self.owner = str(new_id())

    async def ensure_indexes(self, *fields: str) -> None:
        """An index for `claim`: the fields of the ready filter, then the due time."""
        await self._rows.create_index([*((field, 1) for field in fields), ("due_at", 1)])

    async def claim(self, ready: Mapping[str, object], *, limit: int = 1) -> list[Document]:
        """Up to `limit` rows that match `ready`, due and free, the longest due first; now ours.

        None means that there is none: where another worker was quicker, the next ones are tried.
        """
        while True:
            moment = now()
            free: Document = {
                **ready,
                "due_at": {"$lte": moment},
                "lease_until": {"$not": {"$gt": moment}},
            }
            found = self._rows.find(free, {"_id": 1}).sort("due_at").limit(limit)
            ids = [row["_id"] async for row in found]
            if not ids:
                return []
            if ours := await self._take(ids, free):
                return ours

    async def _take(self, ids: Sequence[object], free: Document) -> list[Document]:
        lease = {"lease_owner": self.owner, "lease_until": now() + self._lease}
        await self._rows.update_many(
            {**free, "_id": {"$in": ids}}, {"$set": lease, "$inc": {"attempts": 1}}
        )
        ours = self._rows.find({"_id": {"$in": ids}, "lease_owner": self.owner}).sort("due_at")
        return await ours.to_list()

    async def renew(self, ids: Sequence[object]) -> None:
        """Lengthen our leases on `ids` by their full time from now."""
        await self._rows.update_many(
            {"_id": {"$in": list(ids)}, "lease_owner": self.owner},
            {"$set": {"lease_until": now() + self._lease}},
        )

    def held(self, job_id: object) -> Document:
        """The filter that matches the row only while its lease is ours."""
        return {"_id": job_id, "lease_owner": self.owner}

    async def postpone(self, job_id: object, *, until: datetime, reason: str) -> None:
        """Give the row back, to be claimed again from `until` on."""
        await self._rows.update_one(
            self.held(job_id),
            {"$set": {"due_at": until, "reason": reason}, "$unset": LEASE_END},
        )
