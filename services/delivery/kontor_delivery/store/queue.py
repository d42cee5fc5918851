"""Rows that workers take up under a lease, as models."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Generic, TypeVar
from uuid import UUID

from kontor_chassis.jobs import LEASE_END, Jobs
from kontor_chassis.mongo import Collection, Document, from_document, to_document
from kontor_chassis.transaction import Transaction
from pydantic import BaseModel

from kontor_delivery.store.story import told

#: Kept by the lease itself, or fixed when the row was made.
UNSAVED = ("_id", "attempts", "body")


RowT = TypeVar("RowT", bound=BaseModel)


class Queue(Generic[RowT]):
    """The rows of `model` that match `ready`. One queue per loop: its leases are in one name."""

    def __init__(
        self,
        rows: Collection,
        model: type[RowT],
        *,
        ready: Mapping[str, object],
        lease: timedelta,
    ) -> None:
        self.lease = lease
        self._rows = rows
        self._model = model
        self._ready = ready
        self._jobs = Jobs(rows, lease=lease)

    async def claim(self, *, limit: int = 1) -> list[RowT]:
        claimed = await self._jobs.claim(self._ready, limit=limit)
        return [from_document(self._model, row) for row in claimed]

    async def renew(self, ids: Sequence[UUID]) -> None:
        await self._jobs.renew(ids)

    async def keep(self, row: RowT) -> bool:
        """Save the row and hold on to its lease; False, and nothing saved, when that was lost."""
        held, fields = self._held(row)
        return (await self._rows.update_one(held, {"$set": fields})).matched_count == 1

    async def finish(self, row: RowT, tx: Transaction | None = None) -> bool:
        """Save the row and end its lease; False, and nothing saved, when the lease was lost."""
        held, fields = self._held(row)
        saved = await self._rows.update_one(
            held,
            {"$set": fields, "$unset": LEASE_END} | told(row),
            session=tx.session if tx else None,
        )
        return saved.modified_count == 1

    async def put_off(self, row: RowT) -> None:
        """Save the row and give it back; this was no attempt, and is no part of its story."""
        held, fields = self._held(row)
        update = {"$set": fields, "$unset": LEASE_END, "$inc": {"attempts": -1}}
        await self._rows.update_one(held, update)

    async def postpone(self, row_id: UUID, *, until: datetime, reason: str) -> None:
        await self._jobs.postpone(row_id, until=until, reason=reason)

    def _held(self, row: RowT) -> tuple[Document, Document]:
        """The filter that matches while the lease is ours, and what is to be saved."""
        fields = to_document(row)
        held = self._jobs.held(fields["_id"])
        for name in UNSAVED:
            fields.pop(name, None)
        return held, fields
