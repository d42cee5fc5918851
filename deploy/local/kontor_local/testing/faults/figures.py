"""`docs/operations/faults.md`, written by the long run of the faults (`make faults`)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kontor_local.testing.faults.disturbing import Recovery
from kontor_local.testing.faults.mischief import Mischief

PAGE = Path("docs/operations/faults.md")
HEAD = """# Faults and recovery

Written by `make faults`, which bills a month while every kind of process is killed with SIGKILL,
the broker hangs and is killed, and MongoDB's primary steps down: one after the other, in an order
and at moments of chance. All the while messages are repeated out of order, and one in a hundred is
followed by one that nobody can read. Afterwards every invoice, number, document, mail, archive,
debit and action is compared with what an undisturbed month gives, and `kontor doctor` is asked:
nothing may be missing, and nothing there twice. The same seed makes the same faults again. Settings
are those of a system in use: what a dead process held comes free after its lease.
"""


@dataclass(frozen=True)
class Figures:
    seed: str
    customers: int
    seconds: float
    #: From the last fault on, until nothing was missing any more.
    settled: float
    recoveries: Sequence[Recovery]
    mischief: Mischief


def write_figures(figures: Figures) -> None:
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text("\n".join([HEAD, *_lines(figures)]) + "\n", encoding="utf-8")


def _lines(figures: Figures) -> Iterator[str]:
    yield (
        f"Seed {figures.seed}, {figures.customers} customers, {figures.seconds:.0f} s in all; "
        f"{figures.settled:.0f} s after the last fault nothing was missing any more."
    )
    yield (
        f"{figures.mischief.repeated} messages repeated, {len(figures.mischief.poisons)} "
        "unreadable ones parked by every group that reads their topic."
    )
    yield ""
    yield "| fault | where | lasted | usable again after |"
    yield "|---|---|---|---|"
    for one in figures.recoveries:
        lasted = f"{one.fault.lasts:g} s" if one.fault.lasts else ""
        yield f"| {one.fault.kind} | {one.fault.target} | {lasted} | {one.seconds:.1f} s |"
