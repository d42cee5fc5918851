"""From the outbox to handled: a relay and a consumer as processes, on facts that wait already."""

import os
import signal
import statistics
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice

from kontor_chassis.mongo import Collection, open_database
from kontor_chassis.topic_admin import ensure_topics
from kontor_chassis.transaction import Transaction, Transactions, ensure_indexes
from kontor_contracts.event import Event

from kontor_bench import made_up
from kontor_bench.figures import Figure
from kontor_bench.ledger.postings import POSTINGS, SERVICE
from kontor_bench.pace import reached
from kontor_bench.place import Place, Running
from kontor_bench.progress import Bar
from kontor_bench.usage import Usage

FACTS, INVOICES, SINGLE_FACTS = 40_000, 6_000, 30
CHUNK = 500


async def measure(place: Place, bar: Bar) -> AsyncIterator[Figure]:
    async with place.client() as client:
        database = open_database(client, place.settings, SERVICE)
        await ensure_topics(place.settings)
        await ensure_indexes(database)
        await database.create_collection(POSTINGS)
        path = EventPath(Transactions(client, database, service=SERVICE), database[POSTINGS], bar)
        commands = [f"kontor_bench.ledger {role}" for role in ("relay", "subscribers")]
        async with place.processes(*commands) as (relay, subscribers):
            await path.carry(made_up.deliveries(CHUNK))
            yield Figure(
                "event path",
                await path.drain(relay, list(made_up.deliveries(FACTS))),
                "events/s",
                f"outbox to handled, {FACTS} facts of 300 bytes, one relay, one consumer",
            )
            yield Figure(
                "event path, whole invoices",
                await path.drain(relay, list(made_up.invoices(made_up.parties(INVOICES)))),
                "events/s",
                f"the same with {INVOICES} invoices of ten lines",
            )
            yield await path.latency()
            for name, process in (("relay", relay), ("consumer", subscribers)):
                yield Figure(f"{name}, peak memory", Usage.of(process.pid).peak, "MB")


class EventPath:
    """The ledger's outbox on one end, its postings on the other."""

    def __init__(self, transactions: Transactions, postings: Collection, bar: Bar) -> None:
        self._transactions = transactions
        self._postings = postings
        self._bar = bar
        self._booked = 0

    async def drain(self, relay: Running, facts: Sequence[Event]) -> float:
        """Facts per second, once they all wait in the outbox and the relay is let go."""
        with held(relay):
            await self._write(iter(facts))
        started = time.perf_counter()
        await self._handled(len(facts))
        return len(facts) / (time.perf_counter() - started)

    async def carry(self, facts: Iterator[Event]) -> None:
        await self._handled(await self._write(facts))

    async def latency(self) -> Figure:
        """A fact alone on an idle path."""
        seconds = []
        for fact in made_up.deliveries(SINGLE_FACTS):
            started = time.perf_counter()
            await self.carry(iter([fact]))
            seconds.append(time.perf_counter() - started)
        note = f"commit to handled on an idle path, median of {SINGLE_FACTS}"
        return Figure("event path, latency", statistics.median(seconds) * 1000, "ms", note)

    async def _write(self, facts: Iterator[Event]) -> int:
        written = 0
        while chunk := list(islice(facts, CHUNK)):

            async def work(tx: Transaction, chunk: Sequence[Event] = chunk) -> None:
                tx.publish(*chunk)

            await self._transactions.run(work)
            written += len(chunk)
        return written

    async def _handled(self, count: int) -> None:
        target = self._booked + count

        async def booked() -> int:
            """The quick count runs ahead of a commit: the last word has the exact one."""
            quick = await self._postings.estimated_document_count()
            return quick if quick < target else await self._postings.count_documents({})

        await reached(booked, target, self._bar, start=self._booked)
        self._booked = target


@contextmanager
def held(process: Running) -> Iterator[None]:
    """Stand still within the block."""
    os.kill(process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process.pid, signal.SIGCONT)
