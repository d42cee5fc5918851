"""Work at fixed intervals, done by one process at a time."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from kontor_chassis.leases import Leases
from kontor_chassis.process import Task
from kontor_chassis.worker import work_loop


def every(
    seconds: float, work: Callable[[], Awaitable[None]], *, name: str, leases: Leases
) -> Task:
    """A task that runs `work` about every `seconds`, in whichever process holds the lease `name`.

    `work` is guarded by its own natural keys: a lease that ran out in mid-work lets two run at
    once.
    """

    async def step() -> bool:
        if await leases.take(name, timedelta(seconds=3 * seconds)):
            await work()
        return False

    async def repeat(stopping: asyncio.Event) -> None:
        await work_loop(step, stopping=stopping, idle_seconds=seconds, calm_seconds=seconds)

    return repeat
