"""What each process is at while customers are imported and a month is billed."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from kontor_local.sample.figures import Figures
from kontor_local.testing import SmtpSink
from kontor_local.testing.faults.killing import Work
from kontor_local.testing.faults.records import Records

WAITING = ("pending", "awaiting-document", "queued", "recorded")
UNFILED = ("recorded", "taken")
SUBSCRIBERS = (
    "delivery-documents-1",
    "delivery-documents-2",
    "delivery-email",
    "delivery-chorus-pro",
    "delivery-gocardless",
)
LOOKS, LOOK_SECONDS = 20, 0.01


async def soon(question: Callable[[], Awaitable[bool]]) -> bool:
    """For those that stand still while others go on and give them work."""
    for _ in range(LOOKS):
        if await question():
            return True
        await asyncio.sleep(LOOK_SECONDS)
    return False


def replicating(records: Records) -> Work:
    """Customers who are just being imported, into billing and delivery."""

    async def done() -> int:
        return 0

    async def is_published() -> bool:
        known = await records.changes_of_parties("billing")
        unknown = known < await records.changes_of_parties("customers")
        return unknown and not await records.count("customers", "outbox")

    async def in_hand() -> bool:
        return await soon(is_published)

    return Work(("billing-subscribers", "delivery-subscribers"), 0, done, in_hand)


@dataclass(frozen=True)
class RunWorks:
    """The works that one billing run makes, each by the name of what does it."""

    records: Records
    run_id: UUID
    wanted: Figures
    sink: SmtpSink

    def all(self) -> dict[str, Work]:
        return {
            "invoices' subscribers": self._arriving(),
            "billing workers": self._billing(),
            "billing relay": self._relaying("billing", self.wanted.invoices, self._issued),
            "documents workers": self._documents(),
            "e-mail worker": self._mails(),
            "chorus-pro worker": self._filing("chorus-pro", self.wanted.archive_members),
            "gocardless worker": self._filing("gocardless", self.wanted.export_rows),
            "delivery relay": self._relaying("delivery", self.wanted.documents, self._documented),
            "tasks subscribers": self._until_mailed("tasks-subscribers"),
            "kafka": self._carrying(),
            "mongod": self._until_mailed("mongod"),
        }

    def _billing(self) -> Work:
        async def in_hand() -> bool:
            query = {"run_id": self.run_id, "state": "open"}
            return await self.records.is_any_leased("billing", "chunks", **query)

        workers = ("billing-worker-1", "billing-worker-2")
        return Work(workers, self.wanted.invoices, self._issued, in_hand)

    def _relaying(self, service: str, pieces: int, done: Callable[[], Awaitable[int]]) -> Work:
        async def has_facts() -> bool:
            return await self.records.count(service, "outbox") > 0

        async def in_hand() -> bool:
            return await soon(has_facts)

        return Work((f"{service}-relay",), pieces, done, in_hand)

    def _arriving(self) -> Work:
        """Invoices that are on their topic and recorded by nobody yet."""

        async def is_published() -> bool:
            recorded = await self._deliveries("document", {"$exists": True})
            unknown = recorded < await self._issued()
            return unknown and not await self.records.count("billing", "outbox")

        async def in_hand() -> bool:
            return await soon(is_published)

        return Work(SUBSCRIBERS, self.wanted.invoices, self._issued, in_hand)

    def _carrying(self) -> Work:
        async def in_hand() -> bool:
            return await self._issued() < self.wanted.invoices

        return Work(("kafka",), self.wanted.invoices, self._issued, in_hand)

    async def _issued(self) -> int:
        return await self.records.count("billing", "invoices", run_id=self.run_id)

    async def _documented(self) -> int:
        return await self._deliveries("document", {"$nin": WAITING})

    def _documents(self) -> Work:
        return self._delivering(
            "document", self.wanted.documents, "delivery-documents-1", "delivery-documents-2"
        )

    def _mails(self) -> Work:
        return self._delivering("email", self.wanted.mails, "delivery-email")

    def _delivering(self, channel: str, pieces: int, *processes: str) -> Work:
        async def done() -> int:
            return await self._deliveries(channel, {"$nin": WAITING})

        async def in_hand() -> bool:
            query = {"run_id": self.run_id, "channel": channel}
            return await self.records.is_any_leased("delivery", "deliveries", **query)

        return Work(processes, pieces, done, in_hand)

    def _filing(self, channel: str, pieces: int) -> Work:
        async def done() -> int:
            return await self._deliveries(channel, {"$nin": WAITING})

        async def in_hand() -> bool:
            return await self._deliveries(channel, {"$in": UNFILED}) > 0

        return Work((f"delivery-{channel}",), pieces, done, in_hand)

    def _until_mailed(self, process: str) -> Work:
        """Of those that serve all, seen from the mailbox: it needs nothing that may be away."""

        async def done() -> int:
            return len(self.sink.mails())

        async def in_hand() -> bool:
            return len(self.sink.mails()) < self.wanted.mails

        return Work((process,), self.wanted.mails, done, in_hand)

    async def _deliveries(self, channel: str, state: dict[str, object]) -> int:
        query = {"run_id": self.run_id, "channel": channel, "state": state}
        return await self.records.count("delivery", "deliveries", **query)
