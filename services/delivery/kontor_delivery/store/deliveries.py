"""All deliveries of all channels, in one collection: one row per invoice and channel."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from kontor_chassis import tracing
from kontor_chassis.clock import now
from kontor_chassis.mongo import Collection, Document, from_document, to_document
from kontor_chassis.transaction import Transaction
from kontor_contracts.delivery.delivery import Channel, InvoiceDelivered
from pymongo import UpdateOne

from kontor_delivery.model.delivery import Delivery, delivery_id
from kontor_delivery.model.document import DocumentDelivery
from kontor_delivery.model.mail.delivery import MailDelivery
from kontor_delivery.model.states import Outcome, State, states_of
from kontor_delivery.model.story import Step
from kontor_delivery.store.queue import Queue
from kontor_delivery.store.story import first_step, one_more, told

DeliveryT = TypeVar("DeliveryT", bound=Delivery)
WAITING = states_of(Outcome.WAITING)


class Deliveries:
    """Writes of the workers and subscribers; lists are in `listing`."""

    def __init__(self, rows: Collection) -> None:
        self._rows = rows

    async def ensure_indexes(self) -> None:
        await self._rows.create_index([("channel", 1), ("state", 1), ("due_at", 1)])
        await self._rows.create_index([("run_id", 1), ("channel", 1), ("state", 1)])
        await self._rows.create_index([("run_id", 1), ("invoice_number", 1), ("_id", 1)])
        await self._rows.create_index([("invoice_number", 1), ("_id", 1)])
        await self._rows.create_index([("invoice_id", 1), ("channel", 1)])
        for name in ("file_id", "message_id", "link"):
            await self._rows.create_index(name, sparse=True)

    def queue(
        self, model: type[DeliveryT], channel: Channel, ready: State, *, lease: timedelta
    ) -> Queue[DeliveryT]:
        waiting = {"channel": channel, "state": ready}
        return Queue(self._rows, model, ready=waiting, lease=lease)

    async def record(self, deliveries: Sequence[Delivery], tx: Transaction) -> None:
        """Insert those that are not there yet."""
        inserts = [
            UpdateOne({"_id": one.id}, {"$setOnInsert": _fresh(one)}, upsert=True)
            for one in deliveries
        ]
        await self._write(inserts, tx)

    async def record_documents(
        self, documents: Sequence[DocumentDelivery], tx: Transaction
    ) -> None:
        """The same; a mail may have touched the row before the document was recorded."""
        inserts = [
            UpdateOne({"_id": one.id}, [_unless_recorded(_fresh(one))], upsert=True)
            for one in documents
        ]
        await self._write(inserts, tx)

    async def new_ones(self, deliveries: Iterable[DeliveryT], tx: Transaction) -> list[DeliveryT]:
        """Those that are not recorded yet."""
        by_id = {one.id: one for one in deliveries}
        known = self._rows.find({"_id": {"$in": list(by_id)}}, {"_id": 1}, session=tx.session)
        async for row in known:
            del by_id[row["_id"]]
        return list(by_id.values())

    async def touch_documents(
        self, invoice_ids: Sequence[UUID], tx: Transaction
    ) -> dict[UUID, State]:
        """States of the documents; from here on this transaction and one that issues any conflict.

        Without that, a mail recorded while its document is being issued would wait for ever:
        neither transaction would see the other.
        """
        documents = {delivery_id(one, Channel.DOCUMENT): one for one in invoice_ids}
        touches = [
            UpdateOne({"_id": one}, {"$inc": {"touches": 1}}, upsert=True) for one in documents
        ]
        await self._write(touches, tx)
        found = self._rows.find(
            {"_id": {"$in": list(documents)}, "state": {"$exists": True}},
            {"state": 1},
            session=tx.session,
        )
        return {documents[row["_id"]]: State(row["state"]) async for row in found}

    async def awaiting_mail(self, invoice_id: UUID, tx: Transaction) -> MailDelivery | None:
        """The mail that waits for the document of this invoice."""
        identity = delivery_id(invoice_id, Channel.EMAIL)
        row = await self._rows.find_one(
            {"_id": identity, "state": State.AWAITING_DOCUMENT}, session=tx.session
        )
        return from_document(MailDelivery, row) if row else None

    async def mail_by_message_id(self, message_id: str, tx: Transaction) -> MailDelivery | None:
        row = await self._rows.find_one({"message_id": message_id}, session=tx.session)
        return from_document(MailDelivery, row) if row else None

    async def mail_count(self, invoice_id: UUID, tx: Transaction) -> int:
        mails = {"invoice_id": invoice_id, "channel": Channel.EMAIL}
        return await self._rows.count_documents(mails, session=tx.session)

    async def note_fetched(self, link: str) -> None:
        """The mail whose link this is has done what it was for."""
        await self._rows.update_one(
            {"link": link, "state": State.SENT},
            {"$set": {"state": State.FETCHED}} | one_more(Step(at=now(), state=State.FETCHED)),
        )

    async def counts(self, since: datetime) -> dict[tuple[str, ...], float]:
        """How many are in which state, by channel and state, of those due since then."""
        due = {
            "channel": {"$in": [*Channel]},
            "state": {"$in": [*State]},
            "due_at": {"$gte": since},
        }
        both = {"_id": {"channel": "$channel", "state": "$state"}, "count": {"$sum": 1}}
        found = await self._rows.aggregate([{"$match": due}, {"$group": both}])
        return {
            (row["_id"]["channel"], row["_id"]["state"]): row["count"]
            for row in await found.to_list()
        }

    async def settle(
        self, told: InvoiceDelivered, *, state: State, reason: str, tx: Transaction
    ) -> None:
        """It had left, whatever the row says; one that says so already stays as it is."""
        waiting = {"_id": delivery_id(told.invoice_id, told.channel), "state": {"$in": WAITING}}
        known = {"state": state, "to": list(told.to), "reason": reason}
        step = one_more(Step(at=told.at, state=state, reason=reason))
        await self._rows.update_one(waiting, {"$set": known} | step, session=tx.session)

    async def save(self, delivery: Delivery, tx: Transaction) -> None:
        fields = _without_id(delivery)
        update = {"$set": fields} | told(delivery)
        await self._rows.update_one({"_id": delivery.id}, update, session=tx.session)

    async def find(
        self, model: type[DeliveryT], invoice_id: UUID, channel: Channel
    ) -> DeliveryT | None:
        row = await self._rows.find_one(
            {"_id": delivery_id(invoice_id, channel), "state": {"$exists": True}}
        )
        return from_document(model, row) if row else None

    async def documents(self, invoice_ids: Sequence[UUID]) -> dict[UUID, str]:
        """Content ids of the PDFs."""
        ids = [delivery_id(one, Channel.DOCUMENT) for one in invoice_ids]
        rows = self._rows.find({"_id": {"$in": ids}}, {"invoice_id": 1, "pdf": 1})
        return {row["invoice_id"]: str(row["pdf"]) async for row in rows}

    async def _write(self, writes: Sequence[UpdateOne], tx: Transaction) -> None:
        if writes:
            await self._rows.bulk_write(writes, ordered=False, session=tx.session)


def _fresh(delivery: Delivery) -> Document:
    return _without_id(delivery) | first_step(delivery) | {"trace": tracing.current()}


def _without_id(delivery: Delivery) -> Document:
    document = to_document(delivery)
    del document["_id"]
    return document


def _unless_recorded(fields: Document) -> Document:
    recorded = {"$ne": [{"$type": "$state"}, "missing"]}
    merged = {"$mergeObjects": ["$$ROOT", {"$literal": fields}]}
    return {"$replaceWith": {"$cond": [recorded, "$$ROOT", merged]}}
