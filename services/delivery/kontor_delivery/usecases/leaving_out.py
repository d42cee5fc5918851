"""An invoice stays out of its file: people hear why, and the fallback serves the customer."""

from typing import TypeVar

from kontor_chassis.clock import now
from kontor_chassis.transaction import Transaction

from kontor_delivery.model.files import FILED, FileEntry
from kontor_delivery.model.states import State
from kontor_delivery.store.queue import Queue
from kontor_delivery.usecases.falling_back import fall_back
from kontor_delivery.usecases.means import Means

EntryT = TypeVar("EntryT", bound=FileEntry)


async def leave_out(
    means: Means, queue: Queue[EntryT], entry: EntryT, *, code: str, reason: str
) -> None:
    """Settle the entry as left out, unless its lease was lost."""
    left = entry.with_changes(state=State.LEFT_OUT, code=code, reason=reason)

    async def commit(tx: Transaction) -> None:
        if await queue.finish(left, tx):
            tx.publish(left.failed(now()))
            await fall_back(means, left.generated(), FILED[left.channel], tx)

    await means.transactions.run(commit)
