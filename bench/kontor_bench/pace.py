"""How fast something grows, from outside."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from kontor_bench.progress import Bar

Count = Callable[[], Awaitable[int]]
POLL_SECONDS = 0.02
PATIENCE_SECONDS = 120.0


class StandstillError(Exception):
    """What was to be measured stopped growing short of its end."""


async def reached(count: Count, target: int, bar: Bar, *, start: int = 0) -> None:
    """Return as soon as `count` answers `target`; the bar fills from `start` on."""
    latest, moved = start, time.perf_counter()
    while (now := await count()) < target:
        if now > latest:
            latest, moved = now, time.perf_counter()
        elif time.perf_counter() - moved > PATIENCE_SECONDS:
            raise StandstillError(f"stands still at {now} of {target}")
        bar.at(now - start, target - start)
        await asyncio.sleep(POLL_SECONDS)


async def rate(count: Count, target: int, bar: Bar) -> float:
    """Growth per second between the first and the last: warming up is left out."""
    start = await count()
    await reached(count, start + 1, bar, start=start)
    first, started = await count(), time.perf_counter()
    await reached(count, target, bar, start=start)
    return (target - first) / (time.perf_counter() - started)
