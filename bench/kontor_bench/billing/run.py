"""One billing run between real processes, from the request to the last fact on the broker."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Self

from kontor_cli.client.kontor import Kontor, connected
from kontor_contracts import topics

from kontor_bench.billing.seed import seed
from kontor_bench.broker import counting
from kontor_bench.pace import reached
from kontor_bench.place import Place, Running, signed_in
from kontor_bench.progress import Bar
from kontor_bench.usage import Usage, busy_seconds, cores

WORKER = "kontor_billing worker"
OTHERS = ("kontor_billing api", "kontor_billing relay", "kontor_billing subscribers")
MONTH = "2026-10"
#: Facts that a run says about itself: started, completed.
RUN_FACTS = 2

#: Process ids by kind of process.
Processes = Mapping[str, Sequence[int]]


@dataclass(frozen=True)
class Outcome:
    """`cpu`: seconds of a core by kind of process; `peak`: MB, the most of one of them."""

    invoices: int
    workers: int
    seconds: float
    cpu: Mapping[str, float]
    peak: Mapping[str, float]
    #: Transactions that MongoDB gave up, most of them for a number that another worker holds.
    aborted: int
    #: What programs that are not Kontor's took of all cores meanwhile, in percent.
    others: float

    @property
    def speed(self) -> float:
        return self.invoices / self.seconds

    @property
    def cost(self) -> float:
        """Milliseconds of a core for each invoice, in all processes together."""
        return sum(self.cpu.values()) / self.invoices * 1000


async def run(
    place: Place, customers: int, bar: Bar, *, workers: Sequence[str] = (WORKER, WORKER)
) -> Outcome:
    """Seed and bill so many customers, of whom each gets one invoice of ten lines."""
    bar.step(f"{customers} customers, workers: {len(workers)}")
    async with place.processes(*OTHERS) as others:
        api, relay, subscribers = others
        await seed(place, customers, bar)
        async with place.processes(*workers) as started, known_caller(place, api) as kontor:
            processes = {
                "worker": [worker.pid for worker in started],
                "relay": [relay.pid],
                "api and subscribers": [api.pid, subscribers.pid],
                "mongod": [place.part("mongod")],
                "Kafka": [place.part("kafka")],
            }
            return await billed(place, kontor, customers, processes, bar)


@asynccontextmanager
async def known_caller(place: Place, api: Running) -> AsyncIterator[Kontor]:
    """Somebody whose token billing knows. The customers service is gone by the run's start."""
    with ExitStack() as stack:
        customers = place.processes("kontor_customers api", "kontor_customers relay")
        async with customers as (door, _):
            caller = signed_in(place, customers=door, billing=api)
            kontor = stack.enter_context(connected(caller))
            await asyncio.to_thread(kontor.billing.runs, MONTH)
        yield kontor


async def billed(
    place: Place, kontor: Kontor, customers: int, processes: Processes, bar: Bar
) -> Outcome:
    invoices = counting(place.settings, topics.BILLING_INVOICE)
    runs = counting(place.settings, topics.BILLING_RUN)
    async with invoices as issued, runs as about_the_run:
        before = await Reading.taken(place, processes)
        await asyncio.to_thread(kontor.billing.start_run, MONTH)
        await reached(issued.count, customers, bar)
        await reached(about_the_run.count, RUN_FACTS, bar)
        after = await Reading.taken(place, processes)
    seconds = after.time - before.time
    cpu = {kind: after.cpu[kind] - before.cpu[kind] for kind in processes}
    others = after.busy - before.busy - sum(cpu.values())
    return Outcome(
        invoices=customers,
        workers=len(processes["worker"]),
        seconds=seconds,
        cpu=cpu,
        peak={kind: max(Usage.of(pid).peak for pid in pids) for kind, pids in processes.items()},
        aborted=after.aborted - before.aborted,
        others=100 * others / seconds / cores(),
    )


@dataclass(frozen=True)
class Reading:
    """Clocks and counters at one moment."""

    time: float
    busy: float
    cpu: Mapping[str, float]
    aborted: int

    @classmethod
    async def taken(cls, place: Place, processes: Processes) -> Self:
        cpu = {kind: sum(Usage.of(pid).seconds for pid in pids) for kind, pids in processes.items()}
        return cls(time.perf_counter(), busy_seconds(), cpu, await aborted(place))


async def aborted(place: Place) -> int:
    async with place.client() as client:
        status = await client.admin.command("serverStatus")
    return int(status["transactions"]["totalAborted"])
