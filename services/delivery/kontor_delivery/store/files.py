"""Archives and export files, the entries in them, and the runs that close them by counting."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from kontor_chassis.clock import now
from kontor_chassis.mongo import Collection, Database, Document, from_document, to_document
from kontor_chassis.parking import Parking
from kontor_chassis.transaction import Transaction
from kontor_contracts.delivery.delivery import Channel, LeftOut
from kontor_contracts.topics import BILLING_INVOICE
from pymongo import UpdateOne

from kontor_delivery.model.delivery import Delivery, delivery_id
from kontor_delivery.model.files import (
    ArchiveEntry,
    Closing,
    ClosingState,
    DeliveryFile,
    ExportEntry,
    FileState,
    Member,
    parked_invoice,
)
from kontor_delivery.model.listing import FileFilter
from kontor_delivery.model.states import SETTLED, State
from kontor_delivery.model.story import Step
from kontor_delivery.store.light import LIGHT, MEMBER
from kontor_delivery.store.queue import Queue
from kontor_delivery.store.story import one_more


class Files:
    """Entries are rows of `deliveries`; a file names none, they name it."""

    def __init__(self, database: Database, entries: Collection) -> None:
        self._files = database["files"]
        self._closings = database["closings"]
        self._counters = database["counters"]
        self._entries = entries
        self._parking = Parking(database)

    async def ensure_indexes(self) -> None:
        await self._files.create_index([("kind", 1), ("state", 1), ("due_at", 1)])
        await self._files.create_index([("run_id", 1), ("kind", 1), ("name", 1)])
        await self._files.create_index([("planned_at", -1), ("name", -1)])
        await self._closings.create_index([("channel", 1), ("state", 1)])
        await self._counters.create_index("value")
        await self._entries.create_index("closing_id", sparse=True)

    def queue(self, kind: Channel, *, lease: timedelta) -> Queue[DeliveryFile]:
        reserved = {"kind": kind, "state": FileState.RESERVED}
        return Queue(self._files, DeliveryFile, ready=reserved, lease=lease)

    async def expect(self, closings: Sequence[Closing], tx: Transaction) -> None:
        inserts = [
            UpdateOne({"_id": one.id}, {"$setOnInsert": to_document(one)}, upsert=True)
            for one in closings
        ]
        await self._closings.bulk_write(inserts, session=tx.session)

    async def open_closings(self, channel: Channel) -> list[Closing]:
        rows = self._closings.find({"channel": channel, "state": ClosingState.OPEN})
        return [from_document(Closing, row) async for row in rows]

    async def force(self, closing: Closing, tx: Transaction) -> None:
        """Close it with what is there, though the run promised more."""
        fields = to_document(closing)
        del fields["forced"]
        await self._closings.update_one(
            {"_id": closing.id},
            {"$set": {"forced": True}, "$setOnInsert": fields},
            upsert=True,
            session=tx.session,
        )

    async def parked(self, closing: Closing) -> tuple[LeftOut, ...]:
        """The run's invoices whose messages could not be handled."""
        held = await self._parking.held(f"delivery.{closing.channel}", BILLING_INVOICE)
        found = (parked_invoice(body, reason, closing) for body, reason in held)
        return tuple({one.invoice_id: one for one in found if one}.values())

    async def late(self, channel: Channel) -> bool:
        """Whether something is taken that no run's closing will file any more."""
        return await self._entries.find_one(await self._late(channel), {"_id": 1}) is not None

    async def gather(self, closing: Closing, tx: Transaction) -> None:
        """Mark what is settled as this closing's, so that no other closing takes it."""
        query: Document = {
            "run_id": closing.run_id,
            "channel": closing.channel,
            "state": {"$in": list(SETTLED)},
            "closing_id": None,
        }
        if closing.run_id is None:
            query = await self._late(closing.channel) | {"state": {"$in": list(SETTLED)}}
        mark = {"$set": {"closing_id": closing.id}}
        await self._entries.update_many(query, mark, session=tx.session)

    async def _late(self, channel: Channel) -> Document:
        taken: Document = {"channel": channel, "state": State.TAKEN, "closing_id": None}
        runs = [one for one in await self._entries.distinct("run_id", taken) if one]
        closed = self._closings.find(
            {"channel": channel, "run_id": {"$in": runs}, "state": ClosingState.CLOSED}
        )
        gone = [row["run_id"] async for row in closed]
        return taken | {"run_id": {"$in": [None, *gone]}}

    async def settled(self, closing: Closing) -> int:
        """How many of the run's invoices are taken or left out: one row each, so distinct."""
        return await self._entries.count_documents(
            {
                "run_id": closing.run_id,
                "channel": closing.channel,
                "state": {"$in": list(SETTLED)},
            }
        )

    async def close(self, closing: Closing, tx: Transaction) -> bool:
        """Whether this transaction is the one that closes the run's files."""
        closed = await self._closings.update_one(
            {"_id": closing.id, "state": ClosingState.OPEN},
            {"$set": {"state": ClosingState.CLOSED}},
            session=tx.session,
        )
        return closed.modified_count == 1

    async def note(self, closing: Closing, reason: str) -> None:
        """Say what the closing waits for."""
        await self._closings.update_one({"_id": closing.id}, {"$set": {"reason": reason}})

    async def members(self, closing: Closing, tx: Transaction) -> list[Member]:
        """What is taken, in the order of invoice numbers."""
        taken = {"closing_id": closing.id, "state": State.TAKEN}
        rows = self._entries.find(taken, MEMBER, session=tx.session).sort("invoice_number")
        return [from_document(Member, row) async for row in rows]

    async def left_out(self, closing: Closing, tx: Transaction) -> tuple[LeftOut, ...]:
        """What the files do not hold, wholly or in part."""
        query = {"closing_id": closing.id, "code": {"$ne": ""}}
        rows = self._entries.find(query, LIGHT, session=tx.session).sort("invoice_number")
        return tuple([from_document(Delivery, row).left_out() async for row in rows])

    async def next_numbers(self, counter: str, count: int, tx: Transaction) -> range:
        """Numbers from 1 on that nobody else gets; a rolled-back transaction gives them back."""
        before = await self._counters.find_one_and_update(
            {"_id": counter}, {"$inc": {"value": count}}, upsert=True, session=tx.session
        )
        taken = before["value"] if before else 0
        return range(taken + 1, taken + count + 1)

    async def pass_by(self, numbers: Mapping[str, int], tx: Transaction) -> None:
        """Go on behind these, which are taken already, by counter."""
        for counter, number in numbers.items():
            await self._counters.update_one(
                {"_id": counter}, {"$max": {"value": number}}, upsert=True, session=tx.session
            )

    async def reserve(self, file: DeliveryFile, members: Sequence[Member], tx: Transaction) -> None:
        await self._files.insert_one(to_document(file), session=tx.session)
        await self._entries.update_many(
            {"_id": {"$in": [one.id for one in members]}},
            {"$set": {"file_id": file.id}},
            session=tx.session,
        )

    async def archived(self, file_id: UUID) -> list[bytes]:
        """The invoices of an archive, in the order of their numbers."""
        rows = self._entries.find({"file_id": file_id}).sort("invoice_number")
        return [from_document(ArchiveEntry, row).xml async for row in rows]

    async def export_entries(self, file_id: UUID) -> list[ExportEntry]:
        rows = self._entries.find({"file_id": file_id}).sort("invoice_number")
        return [from_document(ExportEntry, row) async for row in rows]

    async def file_members(self, file: DeliveryFile, tx: Transaction) -> list[Delivery]:
        """Mark the members as held by the closed file, and give them back."""
        filed = {"$set": {"state": State.FILED, "to": [file.name]}}
        await self._entries.update_many({"file_id": file.id}, filed, session=tx.session)
        rows = self._entries.find({"file_id": file.id}, LIGHT, session=tx.session)
        return [from_document(Delivery, row) async for row in rows.sort("invoice_number")]

    async def take_out(self, invoice_ids: Sequence[UUID], tx: Transaction) -> None:
        """Out of their archive, to be checked and filed anew; that archive's bytes stay."""
        anew = {"state": State.RECORDED, "file_id": None, "closing_id": None, "due_at": now()}
        rows = {"_id": {"$in": [delivery_id(one, Channel.CHORUS_PRO) for one in invoice_ids]}}
        step = one_more(Step(at=now(), state=State.RECORDED, code="packed-again"))
        await self._entries.update_many(rows, {"$set": anew} | step, session=tx.session)

    async def find(self, file_id: UUID) -> DeliveryFile | None:
        row = await self._files.find_one({"_id": file_id})
        return from_document(DeliveryFile, row) if row else None

    async def of_run(self, run_id: UUID) -> list[DeliveryFile]:
        rows = self._files.find({"run_id": run_id})
        return [from_document(DeliveryFile, row) async for row in rows]

    async def page(self, asked: FileFilter) -> list[DeliveryFile]:
        """The newest first; what was planned at once by name, downwards."""
        query: Document = asked.model_dump(include={"run_id", "kind"}, exclude_none=True)
        if asked.after:
            query |= await self._behind(asked.after)
        rows = self._files.find(query).sort([("planned_at", -1), ("name", -1)])
        return [from_document(DeliveryFile, row) async for row in rows.limit(asked.limit)]

    async def _behind(self, file_id: UUID) -> Document:
        last = await self._files.find_one({"_id": file_id}, ["planned_at", "name"]) or {}
        moment, name = last.get("planned_at"), last.get("name", "")
        at_once: Document = {"planned_at": moment, "name": {"$lt": name}}
        if moment is None:
            return at_once
        return {"$or": [{"planned_at": {"$not": {"$gte": moment}}}, at_once]}
