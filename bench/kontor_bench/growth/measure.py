"""Billing runs from a thousand customers on, with one worker and more; a page of what follows."""

from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

from kontor_bench.billing.measure import at, speed
from kontor_bench.billing.run import WORKER, Outcome, run
from kontor_bench.figures import Figure
from kontor_bench.growth.page import Growth, write_page
from kontor_bench.growth.units import Unit, documents_and_mails, stored_in, unit_of
from kontor_bench.place import Place
from kontor_bench.progress import Bar

DEFAULT_CUSTOMERS = 50_000
#: The steps to the largest run, and that with which numbers of workers are compared.
STEPS, COMPARED = (50, 5, 1), 5
WORKERS = (1, 2, 4)
#: Documents and mails for a part of the largest run's customers.
DOCUMENTS_PART = 200
WARM_UP = 500
PAGE = Path("docs/operations/sizing.md")


async def measure(place: Place, bar: Bar, *, customers: int) -> AsyncIterator[Figure]:
    """The page goes to the documents when the largest run was as large as it says."""
    await run(at(place, "warm-up"), min(WARM_UP, customers), bar)
    by_size = [await run(at(place, f"{size}"), size, bar) for size in sizes(customers)]
    stored = await stored_in(at(place, f"{customers}"), "billing")
    for outcome in by_size:
        yield speed(outcome)
    by_workers = []
    for workers in WORKERS:
        name, size = f"w{workers}", customers // COMPARED
        by_workers.append(await run(at(place, name), size, bar, workers=(WORKER,) * workers))
        yield speed(by_workers[-1])
    for figure in memory_of([*by_size, *by_workers]):
        yield figure
    count = max(10, customers // DOCUMENTS_PART)
    units = [unit_of(by_size[-1], stored)]
    units += await documents_and_mails(at(place, "delivery"), count, bar)
    for unit in units:
        yield cost_of(unit)
    full = customers >= DEFAULT_CUSTOMERS
    file = PAGE if full else place.directory / PAGE.name
    write_page(Growth(by_size, by_workers, units), file)
    bar.step(f"see {file}")


def sizes(customers: int) -> Iterator[int]:
    return (customers // part for part in STEPS)


def memory_of(outcomes: Sequence[Outcome]) -> Iterator[Figure]:
    for one in outcomes:
        name = f"billing worker, {one.invoices} customers, workers: {one.workers}, peak memory"
        yield Figure(name, one.peak["worker"], "MB", "of one process")


def cost_of(unit: Unit) -> Figure:
    note = ", ".join(f"{kind} {spent:.2f}" for kind, spent in unit.cpu.items())
    return Figure(f"growth, core time of one {unit.name}", unit.cost, "ms", note)
