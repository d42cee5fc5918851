"""Tickets, what was said on them, and the counter of their numbers."""

from typing import Final
from uuid import UUID

from kontor_chassis.mongo import Database, Document, from_document, to_document
from kontor_chassis.transaction import Transaction
from kontor_contracts.tasks.ticket import Ticket, TicketState
from pymongo import ReturnDocument

from kontor_tasks.model.tickets import Message, TicketFilter
from kontor_tasks.store.versions import save_all

COUNTER: Final = {"_id": "ticket"}


class Tickets:
    def __init__(self, database: Database) -> None:
        self._tickets = database["tickets"]
        self._messages = database["ticket_messages"]
        self._counters = database["counters"]

    async def ensure_indexes(self) -> None:
        for field in ("party_id", "assignee_id", "state"):
            await self._tickets.create_index([(field, 1), ("_id", -1)])
        await self._messages.create_index([("ticket_id", 1), ("_id", 1)])
        await self._counters.update_one(COUNTER, {"$setOnInsert": {"last": 0}}, upsert=True)

    async def next_number(self, tx: Transaction) -> str:
        row = await self._counters.find_one_and_update(
            COUNTER,
            {"$inc": {"last": 1}},
            return_document=ReturnDocument.AFTER,
            session=tx.session,
        )
        return f"T-{row['last'] if row else 1:06}"

    async def save(self, before: Ticket | None, after: Ticket, tx: Transaction) -> None:
        await save_all(self._tickets, [(before, to_document(after))], tx)

    async def get(self, ticket_id: UUID, tx: Transaction | None = None) -> Ticket | None:
        row = await self._tickets.find_one({"_id": ticket_id}, session=tx and tx.session)
        return from_document(Ticket, row) if row else None

    async def page(self, asked: TicketFilter) -> list[Ticket]:
        rows = self._tickets.find(_query(asked)).sort("_id", -1).limit(asked.limit)
        return [from_document(Ticket, row) async for row in rows]

    async def say(self, message: Message, tx: Transaction) -> None:
        await self._messages.insert_one(to_document(message), session=tx.session)

    async def messages(self, ticket_id: UUID, *, internal: bool) -> list[Message]:
        """In order; the customer's view has no internal ones."""
        hidden: Document = {} if internal else {"internal": False}
        rows = self._messages.find({"ticket_id": ticket_id, **hidden}).sort("_id", 1)
        return [from_document(Message, row) async for row in rows]


def _query(asked: TicketFilter) -> Document:
    named = {
        "state": asked.state,
        "party_id": asked.party_id,
        "assignee_id": asked.assignee_id,
        "_id": {"$lt": asked.before} if asked.before else None,
    }
    query = {name: value for name, value in named.items() if value is not None}
    unclosed: Document = {"state": {"$ne": TicketState.CLOSED}} if asked.unclosed else {}
    return {"$and": [query, unclosed]}
