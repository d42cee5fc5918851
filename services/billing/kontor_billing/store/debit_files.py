"""Debit files: rows that workers claim, the debits frozen in them, and their bytes."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from bson import ObjectId
from gridfs.asynchronous import AsyncGridFSBucket
from kontor_chassis.clock import now
from kontor_chassis.jobs import LEASE_END, Jobs
from kontor_chassis.mongo import Database, Document, from_document, to_document
from kontor_chassis.transaction import Transaction

from kontor_billing.model.debit.files import DebitFile, DebitFileState, Reservation, file_id
from kontor_billing.model.debit.presentation import Debit, DebitItem, Exclusion, Presented
from kontor_billing.store.runs import LeaseLostError


class DebitFiles:
    def __init__(self, database: Database, lease: timedelta) -> None:
        self._files = database["debit_files"]
        self._items = database["debit_items"]
        self._contents = AsyncGridFSBucket(database, bucket_name="debit_contents")
        self._jobs = Jobs(self._files, lease=lease)

    async def ensure_indexes(self) -> None:
        await self._jobs.ensure_indexes("state")
        await self._files.create_index([("run_id", 1), ("scheme", 1)], unique=True)
        await self._files.create_index("message_id", unique=True)
        await self._items.create_index([("file_id", 1), ("items_id", 1), ("excluded", 1)])
        await self._items.create_index([("file_id", 1), ("items_id", 1), ("collection_id", 1)])
        await self._items.create_index("items_id")
        await self._items.create_index("collection_id")

    async def of_run(self, run_id: UUID, tx: Transaction | None = None) -> list[DebitFile]:
        rows = self._files.find({"run_id": run_id}, session=tx and tx.session).sort("scheme")
        return [from_document(DebitFile, row) async for row in rows]

    async def page(self, *, after: str, limit: int) -> list[DebitFile]:
        """The latest first, by message id, behind `after`."""
        wanted = {"message_id": {"$lt": after}} if after else {}
        rows = self._files.find(wanted).sort("message_id", -1).limit(limit)
        return [from_document(DebitFile, row) async for row in rows]

    async def is_taking(self, tx: Transaction | None = None) -> bool:
        """Whether debits are reserved whose collections are not marked as such yet."""
        wanted = {"state": DebitFileState.RESERVED, "taken": {"$ne": True}}
        return await self._files.find_one(wanted, session=tx and tx.session) is not None

    async def take(self, file: DebitFile) -> None:
        """All its collections are in it."""
        await self._files.update_one({"_id": file.id}, {"$set": {"taken": True}})

    async def of_message(self, message_id: str) -> DebitFile | None:
        found = await self._files.find_one({"message_id": message_id})
        return from_document(DebitFile, found) if found else None

    async def get(self, file_id: UUID) -> DebitFile | None:
        found = await self._files.find_one({"_id": file_id})
        return from_document(DebitFile, found) if found else None

    async def used_one_off_mandates(self) -> frozenset[UUID]:
        return frozenset(await self._files.distinct("one_off_mandates"))

    async def free_mandate(self, file_id: UUID, mandate_id: UUID, tx: Transaction) -> None:
        """The bank has rejected the file's debit by that mandate, which has not been used then."""
        await self._files.update_one(
            {"_id": file_id}, {"$pull": {"one_off_mandates": mandate_id}}, session=tx.session
        )

    async def stage(self, reservation: Reservation, presented: Sequence[Presented]) -> None:
        """Freeze the outcomes. They count once a file's row names the reservation's `items_id`."""
        rows = [_item(reservation, one) for one in presented]
        if rows:
            await self._items.insert_many(rows, ordered=False)

    async def forget_staged(self, items_id: UUID) -> None:
        await self._items.delete_many({"items_id": items_id})

    async def reserve(self, file: DebitFile, tx: Transaction) -> None:
        await self._files.insert_one(
            to_document(file) | {"due_at": file.created_at}, session=tx.session
        )

    async def excluded(self, file: DebitFile) -> list[Exclusion]:
        rows = self._items.find(_items_of(file) | {"excluded": True}, {"body": 1})
        found = [Exclusion.model_validate_json(row["body"]) async for row in rows]
        return sorted(found, key=lambda one: one.invoice_number)

    async def items(self, file: DebitFile, *, after: UUID | None, limit: int) -> list[DebitItem]:
        """By the id of the collection, behind `after`."""
        behind = {"collection_id": {"$gt": after}} if after else {}
        rows = self._items.find(_items_of(file) | behind).sort("collection_id", 1).limit(limit)
        return [
            DebitItem.of(
                row["collection_id"],
                (Exclusion if row["excluded"] else Debit).model_validate_json(row["body"]),
            )
            async for row in rows
        ]

    async def debits(self, file: DebitFile) -> list[tuple[Debit, UUID]]:
        """Each debit with the collection that it is for."""
        rows = self._items.find(_items_of(file) | {"excluded": False})
        return [
            (Debit.model_validate_json(row["body"]), row["collection_id"]) async for row in rows
        ]

    async def debits_of(
        self, file: DebitFile, collection_ids: Sequence[UUID]
    ) -> list[tuple[Debit, UUID]]:
        wanted = {"collection_id": {"$in": list(collection_ids)}, "excluded": False}
        rows = self._items.find(_items_of(file) | wanted)
        return [
            (Debit.model_validate_json(row["body"]), row["collection_id"]) async for row in rows
        ]

    async def claim_reserved(self) -> DebitFile | None:
        rows = await self._jobs.claim({"state": DebitFileState.RESERVED})
        return from_document(DebitFile, rows[0]) if rows else None

    async def postpone(self, file: DebitFile, seconds: float, reason: str) -> None:
        until = now() + timedelta(seconds=seconds)
        await self._jobs.postpone(file.id, until=until, reason=reason)

    async def upload(self, file: DebitFile, content: bytes) -> ObjectId:
        """Keep the bytes under an id of this attempt; they count once `create` names them."""
        return await self._contents.upload_from_stream(file.message_id, content)

    async def create(
        self, file: DebitFile, *, sha256: str, content_id: ObjectId, tx: Transaction
    ) -> None:
        """From reserved to created; LeaseLostError when another worker is at it."""
        content: Document = {"sha256": sha256, "content_id": content_id}
        created = await self._files.update_one(
            {**self._jobs.held(file.id), "state": DebitFileState.RESERVED},
            {"$set": {"state": DebitFileState.CREATED, **content}, "$unset": LEASE_END},
            session=tx.session,
        )
        if not created.matched_count:
            raise LeaseLostError

    async def forget_other_attempts(self, file: DebitFile, content_id: ObjectId) -> None:
        """Delete what killed or overtaken attempts have left."""
        await self._items.delete_many({"file_id": file.id, "items_id": {"$ne": file.items_id}})
        others = self._contents.find({"filename": file.message_id, "_id": {"$ne": content_id}})
        async for other in others:
            await self._contents.delete(other._id)  # noqa: SLF001  # GridFS' public field

    async def release(self, before: DebitFile, after: DebitFile) -> bool:
        """From `before` to `after`, with work for a worker; False when it is not `before` now."""
        fields = ("state", "submitted_at", "confirmed_at")
        news = {name: getattr(after, name) for name in fields} | {"busy": True, "due_at": now()}
        saved = await self._files.update_one(
            {"_id": before.id, "state": before.state}, {"$set": news}
        )
        return bool(saved.matched_count)

    async def claim_released(self) -> DebitFile | None:
        """A file whose debits are to be presented or settled."""
        released = {"$in": [DebitFileState.SUBMITTED, DebitFileState.CONFIRMED]}
        rows = await self._jobs.claim({"state": released, "busy": True})
        return from_document(DebitFile, rows[0]) if rows else None

    async def renew(self, file: DebitFile) -> None:
        await self._jobs.renew([file.id])

    async def rest(self, file: DebitFile, until: datetime | None) -> None:
        """Nothing is to be done before `until`, or ever; unless the file has changed meanwhile."""
        news = {"due_at": until} if until else {"busy": False}
        await self._files.update_one(
            {**self._jobs.held(file.id), "state": file.state}, {"$set": news}
        )
        await self._files.update_one(self._jobs.held(file.id), {"$unset": LEASE_END})

    async def content(self, file_id: UUID) -> AsyncIterator[bytes]:
        """The kept bytes in pieces; nothing while there are none."""
        row = await self._files.find_one({"_id": file_id}, {"content_id": 1})
        if row is None or "content_id" not in row:
            return
        stream = await self._contents.open_download_stream(row["content_id"])
        while piece := await stream.readchunk():
            yield piece


def _items_of(file: DebitFile) -> Document:
    return {"file_id": file.id, "items_id": file.items_id}


def _item(reservation: Reservation, presented: Presented) -> Document:
    return {
        "file_id": file_id(reservation.run_id, presented.scheme),
        "items_id": reservation.items_id,
        "collection_id": presented.collection.id,
        "excluded": isinstance(presented.outcome, Exclusion),
        "body": presented.outcome.model_dump_json().encode(),
    }
