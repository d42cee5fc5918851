"""An invoice stays out of its file: people hear why, and the fallback serves the customer."""

from typing import TypeVar

from kontor_chassis.clock import now
from kontor_chassis.transaction import Transaction

from kontor_delivery.model.files import FILED, FileEntry
from kontor_delivery.model.mail.delivery import METHODS, mail_of
from kontor_delivery.model.states import State
from kontor_delivery.store.queue import Queue
from kontor_delivery.usecases.means import Means
from kontor_delivery.usecases.recording import add_mails

EntryT = TypeVar("EntryT", bound=FileEntry)


async def leave_out(
    means: Means, queue: Queue[EntryT], entry: EntryT, *, code: str, reason: str
) -> None:
    """Settle the entry as left out, unless its lease was lost."""
    left = entry.with_changes(state=State.LEFT_OUT, code=code, reason=reason)

    async def commit(tx: Transaction) -> None:
        if await queue.finish(left, tx):
            tx.publish(left.failed(now()))
            await _fall_back(means, left, tx)

    await means.transactions.run(commit)


async def _fall_back(means: Means, entry: FileEntry, tx: Transaction) -> None:
    """The fallback of the delivery method; an invoice that leaves by another way needs none."""
    fact = entry.generated()
    method = fact.delivery.fallback
    if fact.delivery.method is FILED[entry.channel] and method in METHODS:
        domain = means.settings.mail_domain
        await add_mails(means, [mail_of(fact, method, domain=domain, now=now())], tx)
