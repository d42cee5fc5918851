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
LOOKS, LOOK_SECONDS = 20, 0.01


def replicating(records: Records) -> Work:
    """Customers who are just being imported, into billing and delivery."""

    async def done() -> int:
        return 0

    async def in_hand() -> bool:
        known = await records.changes_of_parties("billing")
        return known < await records.changes_of_parties("customers")

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
            "billing workers": self._billing(),
            "billing relay": self._relaying("billing", self.wanted.invoices, self._issued),
            "documents workers": self._documents(),
            "e-mail worker": self._mails(),
            "chorus-pro worker": self._filing("chorus-pro", self.wanted.archive_members),
            "gocardless worker": self._filing("gocardless", self.wanted.export_rows),
            "delivery relay": self._relaying("delivery", self.wanted.documents, self._documented),
            "tasks subscribers": self._until_mailed("tasks-subscribers"),
            "kafka": self._until_mailed("kafka"),
            "mongod": self._until_mailed("mongod"),
        }

    def _billing(self) -> Work:
        async def in_hand() -> bool:
            query = {"run_id": self.run_id, "state": "open"}
            return await self.records.is_any_leased("billing", "chunks", **query)

        workers = ("billing-worker-1", "billing-worker-2")
        return Work(workers, self.wanted.invoices, self._issued, in_hand)

    def _relaying(self, service: str, pieces: int, done: Callable[[], Awaitable[int]]) -> Work:
        """While the relay stands still others go on: soon there are facts that it has not sent."""

        async def in_hand() -> bool:
            for _ in range(LOOKS):
                if await self.records.count(service, "outbox"):
                    return True
                await asyncio.sleep(LOOK_SECONDS)
            return False

        return Work((f"{service}-relay",), pieces, done, in_hand)

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
