"""The loop of a worker: step after step while there is work, a short rest when there is none."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress

from kontor_chassis.logs import log
from kontor_chassis.outages import is_outage

LONGEST_PAUSE_SECONDS = 15.0


async def rest(stopping: asyncio.Event, seconds: float) -> None:
    """Wait `seconds`, or shorter when the process is asked to stop."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stopping.wait(), seconds)


async def work_loop(
    step: Callable[[], Awaitable[bool]],
    *,
    stopping: asyncio.Event,
    idle_seconds: float = 0.2,
) -> None:
    """Call `step` until told to stop; it answers whether it found work.

    An outage (database, broker, network) is waited out with growing pauses. Any other error is
    logged with its trace and the loop goes on after a pause: one broken row must not end the
    worker.
    """
    failures = 0
    while not stopping.is_set():
        try:
            busy = await step()
            failures = 0
        except Exception as error:  # noqa: BLE001  # a worker outlives whatever a step meets
            failures += 1
            log.warning("step-failed", error=repr(error), exc_info=not is_outage(error))
            await rest(stopping, pause_seconds(failures))
            continue
        if not busy:
            await rest(stopping, idle_seconds * random.uniform(0.7, 1.3))  # noqa: S311  # jitter


def pause_seconds(failures: int) -> float:
    """The pause after so many failures in a row: doubling from 0.2 s, with jitter, at most 15 s."""
    longest = min(0.1 * 2.0**failures, LONGEST_PAUSE_SECONDS)
    return longest * random.uniform(0.7, 1.0)  # noqa: S311
