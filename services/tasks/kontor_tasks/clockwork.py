"""Door 3: the clock. What becomes due is told, what was delayed opens."""

from kontor_chassis.leases import Leases
from kontor_chassis.periodic import every
from kontor_chassis.process import Task

from kontor_tasks.usecases import installations, overdue
from kontor_tasks.usecases.desk import Desk

SECONDS = 30.0
LEASE = "tasks-clock"


def task(desk: Desk, leases: Leases) -> Task:
    """Looks about every half minute, in one process at a time."""

    async def look() -> None:
        await installations.open_delayed(desk)
        await overdue.tell_overdue(desk)

    return every(SECONDS, look, name=LEASE, leases=leases)
