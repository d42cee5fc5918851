"""Collections by GoCardless' API and their invoices follow what GoCardless tells."""

from collections.abc import Sequence

from kontor_chassis.transaction import Transaction
from kontor_contracts.delivery.gocardless import GocardlessPaymentChanged
from kontor_contracts.errors import NotFoundError

from kontor_billing.model.gocardless import stepped
from kontor_billing.model.receivable import paid
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.receivables import change


async def follow_gocardless(
    billing: Billing, events: Sequence[GocardlessPaymentChanged], tx: Transaction
) -> None:
    for event in events:
        await _follow(billing, event, tx)


async def _follow(billing: Billing, event: GocardlessPaymentChanged, tx: Transaction) -> None:
    before = await billing.collections.get(event.collection_id, tx)
    if before is None:
        raise NotFoundError(f"no collection {event.reference} was issued here")
    step = stepped(before, event)
    if step is None:
        return
    await billing.collections.hear(step.collection, tx)
    if step.money:
        await change(billing, before.invoice_id, lambda one: paid(one, step.money), tx)
    if step.returned:
        tx.publish(step.returned)
