"""`docs/operations/sizing.md`: what was measured, and what a million customers need by it."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kontor_bench.billing.run import Outcome
from kontor_bench.figures import readable
from kontor_bench.growth.units import Unit
from kontor_bench.usage import MEGABYTE, machine

MILLION, HOURS = 1_000_000, 8
#: Of a core that is planned with; the rest is for what nobody planned.
USED = 0.7
HEAD = """# Sizing

Written by `make bench ONLY=growth`. Everything below the measured tables is arithmetic on them: the
core time of one piece times the number of pieces. A cost that holds from the smallest run to the
largest is one that may be multiplied.
"""


@dataclass(frozen=True)
class Growth:
    by_size: Sequence[Outcome]
    by_workers: Sequence[Outcome]
    units: Sequence[Unit]


def write_page(growth: Growth, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines(growth)) + "\n", encoding="utf-8")


def lines(growth: Growth) -> Iterator[str]:
    yield HEAD
    yield f"Measured on {machine()}."
    yield "\n## Billing as it grows\n\nInvoices of ten lines, from the request to the broker.\n"
    yield from table_of_runs([*growth.by_size, *growth.by_workers])
    yield "\n## One piece\n"
    yield from table_of_units(growth.units)
    yield f"\n## A million customers, one invoice each a month, within {HOURS} hours\n"
    yield from table_of_needs(growth.units)
    yield ""
    yield from notes(growth.units)


def table_of_runs(runs: Sequence[Outcome]) -> Iterator[str]:
    yield "| customers | workers | invoices/s | ms of a core each | a worker's memory | elsewhere |"
    yield "| ---: | ---: | ---: | ---: | ---: | ---: |"
    for one in runs:
        yield (
            f"| {one.invoices} | {one.workers} | {readable(one.speed)} | {one.cost:.2f} "
            f"| {one.peak['worker']:.0f} MB | {one.others:.0f} % of the cores |"
        )


def table_of_units(units: Sequence[Unit]) -> Iterator[str]:
    yield "| piece | measured | ms of a core | of which | memory of a worker | stored |"
    yield "| --- | ---: | ---: | --- | ---: | ---: |"
    for one in units:
        parts = ", ".join(f"{kind} {spent:.2f}" for kind, spent in one.cpu.items())
        yield (
            f"| {one.name} | {one.pieces} | {one.cost:.2f} | {parts} "
            f"| {one.memory:.0f} MB | {one.stored / 1000:.1f} kB |"
        )


def table_of_needs(units: Sequence[Unit]) -> Iterator[str]:
    yield "| work | core hours | cores | of workers | their memory | disk a year |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for one in units:
        workers = workers_of(one)
        yield (
            f"| a million of {one.name} | {hours(one.cost):.1f} | {cores(one.cost):.1f} "
            f"| {workers} | {workers * one.memory / 1024:.1f} GB "
            f"| {12 * MILLION * one.stored / MEGABYTE / 1024:.0f} GB |"
        )
    yield f"| together | {hours(sum(one.cost for one in units)):.1f} | {needed(units):.1f} | | | |"


def hours(milliseconds: float) -> float:
    """Of a core, for a million."""
    return milliseconds * MILLION / 1000 / 3600


def cores(milliseconds: float) -> float:
    """In use side by side for the whole time, each as far as is planned with."""
    return hours(milliseconds) / HOURS / USED


def needed(units: Sequence[Unit]) -> float:
    return cores(sum(one.cost for one in units))


def workers_of(unit: Unit) -> int:
    """Processes, as each computes on one core."""
    return max(1, math.ceil(cores(unit.cpu["worker"])))


def notes(units: Sequence[Unit]) -> Iterator[str]:
    """What the tables do not say."""
    yield f"- Cores are planned with at {100 * USED:.0f} %."
    shared = sum(spent for one in units for kind, spent in one.cpu.items() if kind == "mongod")
    yield f"- Of them MongoDB takes {cores(shared):.1f}: plan its machine by that and by the disk."
    yield "- Disk is MongoDB's own, once; a replica set of three has it three times."
    yield "- All idle processes beside the workers: see *all processes, idle memory* in the README."
