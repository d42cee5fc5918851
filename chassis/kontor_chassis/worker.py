"""The loop of a worker: step after step while there is work, a short rest when there is none."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress

from kontor_chassis.logs import log
from kontor_chassis.outages import is_outage

LONGEST_PAUSE_SECONDS = 15.0
#: So many looks without work lengthen the rest by its first length.
CALM_AFTER = 20


async def rest(stopping: asyncio.Event, seconds: float) -> None:
    """Wait `seconds`, or shorter when the process is asked to stop."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stopping.wait(), seconds)


async def work_loop(
    step: Callable[[], Awaitable[bool]],
    *,
    stopping: asyncio.Event,
    idle_seconds: float = 0.2,
    calm_seconds: float = 0.6,
) -> None:
    """Call `step` until told to stop; it answers whether it found work.

    Without work it rests `idle_seconds`, growing to `calm_seconds` while nothing comes.

    An outage (database, broker, network) is waited out with growing pauses. Any other error is
    logged with its trace and the loop goes on after a pause: one broken row must not end the
    worker.
    """
    failures, quiet = 0, 0
    while not stopping.is_set():
        try:
            busy = await step()
            failures, quiet = 0, 0 if busy else quiet + 1
        except Exception as error:  # noqa: BLE001  # a worker outlives whatever a step meets
            failures += 1
            log.warning("step-failed", error=repr(error), exc_info=not is_outage(error))
            await rest(stopping, pause_seconds(failures))
            continue
        if not busy:
            seconds = idle_rest(quiet, first=idle_seconds, longest=calm_seconds)
            await rest(stopping, seconds * random.uniform(0.7, 1.3))  # noqa: S311  # jitter


def idle_rest(quiet: int, *, first: float, longest: float) -> float:
    """Seconds to rest after so many looks without work: an idle system costs little."""
    return min(first * (1 + quiet / CALM_AFTER), max(first, longest))


def pause_seconds(failures: int) -> float:
    """The pause after so many failures in a row: doubling from 0.2 s, with jitter, at most 15 s."""
    longest = min(0.1 * 2.0**failures, LONGEST_PAUSE_SECONDS)
    return longest * random.uniform(0.7, 1.0)  # noqa: S311
