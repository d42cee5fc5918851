"""What the clock causes: actions that become overdue are told, each due day or moment once."""

from functools import partial
from uuid import UUID

from kontor_chassis.clock import now
from kontor_chassis.transaction import Transaction

from kontor_tasks.model.calendar import is_overdue, overdue_from
from kontor_tasks.model.history import Author
from kontor_tasks.usecases.desk import Desk, save_actions
from kontor_tasks.usecases.views import over_now

BY_CLOCK = Author(subject="kontor-tasks", name="Overdue", door="clock")
BATCH = 200


async def tell_overdue(desk: Desk) -> int:
    """Tell of all that are newly overdue; how many."""
    told = 0
    while ids := await desk.actions.newly_overdue(await over_now(desk), BATCH):
        told += await desk.transactions.run(partial(_tell, desk, ids))
    return told


async def _tell(desk: Desk, ids: list[UUID], tx: Transaction) -> int:
    """Read again within the transaction: somebody may have moved or finished one."""
    moment = now()
    zone = (await desk.place(tx)).zone
    found = [await desk.actions.get(one, tx) for one in ids]
    steps = [
        (action, action.model_copy(update={"overdue_since": overdue_from(action, zone)}))
        for action in found
        if action and action.overdue_since is None and is_overdue(action, moment, zone)
    ]
    await save_actions(desk, list(steps), author=BY_CLOCK, now=moment, tx=tx)
    return len(steps)
