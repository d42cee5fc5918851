"""Door 3: the clock. What becomes due is told, what was delayed opens."""

import asyncio

from kontor_chassis.leases import Leases
from kontor_chassis.periodic import every

from kontor_tasks.usecases import installations, overdue
from kontor_tasks.usecases.desk import Desk

SECONDS = 30.0
LEASE = "tasks-clock"


async def run(desk: Desk, leases: Leases, stopping: asyncio.Event) -> None:
    """Look about every half minute, in one process at a time."""

    async def look() -> None:
        await installations.open_delayed(desk)
        await overdue.tell_overdue(desk)

    await every(SECONDS, look, name=LEASE, leases=leases, stopping=stopping)
