"""Where the time goes, by cProfile."""

import cProfile
import pstats
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from rich import box
from rich.table import Table

SHOWN = 8
Function = tuple[str, int, str]


class HotSpot(NamedTuple):
    function: str
    #: Of the whole profile, in percent: in the function itself, and with all that it calls.
    own: float
    whole: float


class HotSpots(NamedTuple):
    """The functions that take most of the time in `what`."""

    what: str
    spots: tuple[HotSpot, ...]

    def table(self) -> Table:
        made = Table(box=box.SIMPLE_HEAD, title=f"Where {self.what} go", title_justify="left")
        made.add_column("function")
        made.add_column("itself %", justify="right")
        made.add_column("with what it calls %", justify="right")
        for spot in self.spots:
            made.add_row(spot.function, f"{spot.own:.1f}", f"{spot.whole:.1f}")
        return made


def profiled(what: str, work: Callable[[], object]) -> HotSpots:
    profile = cProfile.Profile()
    profile.runcall(work)
    return hot_spots(what, pstats.Stats(profile))


def hot_spots(what: str, stats: pstats.Stats) -> HotSpots:
    rows = [(function, row[2], row[3]) for function, row in functions(stats) if not waits(function)]
    total = sum(own for _, own, _ in rows)
    rows.sort(key=lambda row: row[1], reverse=True)
    spots = (
        HotSpot(readable(function), 100 * own / total, 100 * whole / total)
        for function, own, whole in rows[:SHOWN]
    )
    return HotSpots(what, tuple(spots))


def functions(
    stats: pstats.Stats,
) -> Iterable[tuple[Function, tuple[int, int, float, float]]]:
    """Each function with (primitive calls, calls, own seconds, seconds with what it calls)."""
    table: dict[Function, tuple[int, int, float, float, object]] = stats.stats  # type: ignore[attr-defined]
    return ((function, row[:4]) for function, row in table.items())


def waits(function: Function) -> bool:
    return "select.epoll" in function[2]


def readable(function: Function) -> str:
    """`package/module.py:name`, or the bare name of what is written in C."""
    file, _, name = function
    if file == "~":
        return name.strip("<>")
    parts = Path(file).parts
    home = max((index for index, part in enumerate(parts) if part == "site-packages"), default=-3)
    return f"{'/'.join(parts[home + 1 :][-3:])}:{name}"
