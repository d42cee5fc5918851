"""The figures of billing: speed, cost by size and by workers, memory, and where time goes."""

import pstats
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace

from kontor_bench.billing.apart import apart
from kontor_bench.billing.run import WORKER, Outcome, run
from kontor_bench.billing.stages import stages
from kontor_bench.figures import Figure
from kontor_bench.hot_spots import HotSpots, hot_spots
from kontor_bench.place import Place
from kontor_bench.progress import Bar

DEFAULT_CUSTOMERS = 20_000
#: From here on the cost of an invoice must stay flat; a smaller largest run begins at a 20th.
SMALLEST, SMALLEST_PART = 1000, 20
#: Of the run in the middle, and of those that compare numbers of workers.
MIDDLE_PART = 4
#: Customers billed before anything is measured: a Java program is slow at first.
WARM_UP = 500


async def measure(
    place: Place, bar: Bar, *, customers: int = DEFAULT_CUSTOMERS
) -> AsyncIterator[Figure | HotSpots]:
    await run(at(place, "warm-up"), WARM_UP, bar)
    async for figure in apart(at(place, "apart"), customers // MIDDLE_PART, bar):
        yield figure
    outcomes = []
    for size in sizes(customers):
        outcomes.append(await run(at(place, f"{size}"), size, bar))
        yield speed(outcomes[-1])
    for figure in compared(outcomes[0], outcomes[-1]):
        yield figure
    for figure in in_detail(outcomes[-1]):
        yield figure
    size = customers // MIDDLE_PART
    for workers in (1, 4):
        outcome = await run(at(place, f"w{workers}"), size, bar, workers=(WORKER,) * workers)
        yield speed(outcome)
    async for found in profiled(place, size, bar):
        yield found


def sizes(customers: int) -> tuple[int, int, int]:
    smallest = min(SMALLEST, customers // SMALLEST_PART)
    return smallest, customers // MIDDLE_PART, customers


def at(place: Place, name: str) -> Place:
    return replace(place, label=f"{place.label}-{name}")


def speed(outcome: Outcome) -> Figure:
    name = f"billing, {outcome.invoices} customers, workers: {outcome.workers}"
    note = (
        f"{outcome.seconds:.1f} s, {outcome.cost:.2f} ms of a core each, "
        f"{outcome.aborted} transactions tried again, {outcome.others:.0f} % of the cores elsewhere"
    )
    return Figure(name, outcome.speed, "invoices/s", note)


def compared(small: Outcome, large: Outcome) -> Iterator[Figure]:
    """The cost of an invoice in the large run, in percent of one in the small run."""
    note = f"an invoice of {large.invoices} customers against one of {small.invoices}"
    yield Figure("billing, core time by size", 100 * large.cost / small.cost, "%", note)
    yield Figure("billing, time by size", 100 * small.speed / large.speed, "%", note)


def in_detail(outcome: Outcome) -> Iterator[Figure]:
    for kind, seconds in outcome.cpu.items():
        milliseconds = seconds / outcome.invoices * 1000
        yield Figure(f"billing, core time of {kind}", milliseconds, "ms/invoice", "all replicas")
    for kind, peak in of_ours(outcome.peak):
        note = f"of one process, {outcome.invoices} customers"
        yield Figure(f"billing {kind}, peak memory", peak, "MB", note)


def of_ours(peaks: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    return ((kind, peak) for kind, peak in peaks.items() if kind not in ("mongod", "Kafka"))


async def profiled(place: Place, size: int, bar: Bar) -> AsyncIterator[Figure | HotSpots]:
    """One worker under cProfile, which makes all slower: only its proportions count."""
    file = place.directory / "billing-worker.profile"
    await run(at(place, "profile"), size, bar, workers=[f"cProfile -o {file} -m {WORKER}"])
    stats = pstats.Stats(str(file))
    for name, share in stages(stats):
        yield Figure(f"billing worker, {name}", share, "%", "of its own time, by cProfile")
    yield hot_spots("a billing worker's seconds", stats)
