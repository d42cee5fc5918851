"""After a restore: what had left the house since the back-up does not leave it again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kontor_chassis.backup.lost import LostFact
from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.invoice import InvoiceGenerated
from kontor_contracts.delivery.delivery import InvoiceDelivered
from kontor_contracts.event import Event

from kontor_delivery.model.sent_before import WORDS, settled, state_after, taken_numbers
from kontor_delivery.usecases.exports import COUNTER
from kontor_delivery.usecases.means import Means


@dataclass(frozen=True)
class Reconciled:
    """How many deliveries are known by now to have left."""

    settled: int


def delivered(lost: Iterable[LostFact]) -> set[str]:
    """The invoices that had left, by id: their own facts are needed too."""
    return {fact.subject for fact in lost if fact.type == InvoiceDelivered.type}


async def reconcile(means: Means, facts: Iterable[LostFact]) -> Reconciled:
    """Settle what had left, and jump behind the numbers of files; done again it changes nothing.

    An invoice whose mail is not recorded yet comes from its fact, lost or saved.
    """
    events = [event for fact in facts if (event := fact.event())]
    told = [one for one in events if isinstance(one, InvoiceDelivered)]

    async def work(tx: Transaction) -> None:
        await means.store.files.pass_by(taken_numbers(events, COUNTER), tx)
        await _settle(means, events, told, tx)

    await means.transactions.run(work)
    return Reconciled(settled=len({(one.invoice_id, one.channel) for one in told}))


async def _settle(
    means: Means, events: Sequence[Event], told: Sequence[InvoiceDelivered], tx: Transaction
) -> None:
    issued = {one.invoice.id: one for one in events if isinstance(one, InvoiceGenerated)}
    domain = means.settings.mail_domain
    made = [row for one in told if (row := settled(one, issued, domain=domain))]
    await means.store.deliveries.record(made, tx)
    for one in told:
        state = state_after(one.channel)
        await means.store.deliveries.settle(one, state=state, reason=WORDS, tx=tx)
