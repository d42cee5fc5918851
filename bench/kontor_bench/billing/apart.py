"""The three parts of a run one after the other: computing, committing, publishing."""

import asyncio
import time
from collections.abc import AsyncIterator

from kontor_billing.app import connected
from kontor_billing.model.run import Run
from kontor_billing.settings import BillingSettings
from kontor_billing.testing.issuing import without_kafka
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.chunks import ChunkWriting
from kontor_billing.usecases.deciding import context_of, decide_all
from kontor_billing.usecases.runs import begin_waiting_run, start_run
from kontor_contracts import topics

from kontor_bench.billing.seed import seed
from kontor_bench.broker import counting
from kontor_bench.figures import Figure
from kontor_bench.pace import rate
from kontor_bench.place import Place
from kontor_bench.progress import Bar

MONTH, RELAY = "2026-10", "kontor_billing relay"


async def apart(place: Place, customers: int, bar: Bar) -> AsyncIterator[Figure]:
    """One process for each part, nothing side by side: what each could do if it were alone."""
    bar.step(f"{customers} customers, part by part")
    await seed(place, customers, bar)
    async with connected(place.settings_for(BillingSettings)) as parts:
        billing = without_kafka(parts.billing)
        run = await start_run(billing, MONTH, issued_on=None, again=False, once=None)
        await begin_waiting_run(billing)
        found = await billing.runs.get(run.id)
        if found is None:
            raise RuntimeError("the run has not begun")
        computing, committing = await _billed(billing, found)
    yield _figure("compute", customers / computing, "read, decide; one process")
    yield _figure("commit", customers / committing, "serialise, number, store; one process")
    async with counting(place.settings, topics.BILLING_INVOICE) as on_topic:
        growing = asyncio.create_task(rate(on_topic.count, customers, bar))
        async with place.processes(RELAY):
            speed = await growing
    yield _figure("publish", speed, "outbox to broker; one relay")


async def _billed(billing: Billing, run: Run) -> tuple[float, float]:
    """Seconds of computing and of committing, chunk by chunk."""
    computing = committing = 0.0
    while chunk := await billing.chunks.claim():
        started = time.perf_counter()
        context = await context_of(billing, run.id, run.period, run.issued_on or run.period.end)
        decisions = await decide_all(billing, context, chunk.party_ids)
        decided = time.perf_counter()
        await billing.transactions.run(ChunkWriting(billing, context, chunk, decisions).write)
        computing += decided - started
        committing += time.perf_counter() - decided
    return computing, committing


def _figure(part: str, speed: float, note: str) -> Figure:
    return Figure(f"billing, {part} alone", speed, "invoices/s", note)
