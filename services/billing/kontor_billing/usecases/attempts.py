"""Debits that came back, asked for again in the next debit run."""

from datetime import timedelta
from uuid import UUID

from kontor_chassis.clock import now
from kontor_chassis.transaction import Transaction
from kontor_contracts.errors import NotFoundError

from kontor_billing.model.collections import TrackedCollection
from kontor_billing.model.debit.attempts import again, announced
from kontor_billing.usecases.billing import Billing, civil_day


async def present_again(billing: Billing, collection_id: UUID) -> TrackedCollection:
    """The next attempt; the same one when it is asked for twice."""

    async def work(tx: Transaction) -> TrackedCollection:
        collection = await billing.collections.get(collection_id, tx)
        if collection is None:
            raise NotFoundError("no such collection")
        return await add_attempt(billing, collection, tx)

    return await billing.transactions.run(work)


async def add_attempt(
    billing: Billing, collection: TrackedCollection, tx: Transaction
) -> TrackedCollection:
    """Due after a new pre-notification, which the fact asks for."""
    organisation = await billing.replicas.organisation()
    days = organisation.prenotification_days if organisation else 0
    due_on = civil_day(organisation, now()) + timedelta(days=days)
    attempt = again(collection, due_on)
    if known := await billing.collections.get(attempt.id, tx):
        return known
    await billing.collections.add(attempt, tx)
    tx.publish(announced(attempt))
    return attempt


async def of_invoice(billing: Billing, invoice_id: UUID) -> list[TrackedCollection]:
    receivable = await billing.receivables.get(invoice_id)
    if receivable is None:
        raise NotFoundError("no such invoice")
    return await billing.collections.of_invoice(receivable.number)
