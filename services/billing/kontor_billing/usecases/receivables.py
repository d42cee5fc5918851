"""What is owed of an invoice: looked up, changed, called overdue."""

from collections.abc import Callable
from uuid import UUID

from kontor_chassis.clock import now
from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.invoice import InvoiceGenerated
from kontor_contracts.errors import NotFoundError

from kontor_billing.model.account import Account, accounts_of
from kontor_billing.model.receivable import Receivable, fact_of, overdue
from kontor_billing.model.receivable_view import Position, Wanted
from kontor_billing.usecases.billing import Billing, civil_day

OVERDUE_BATCH = 500


async def change(
    billing: Billing, invoice_id: UUID, decide: Callable[[Receivable], Receivable], tx: Transaction
) -> Receivable:
    """The invoice as `decide` changes it, with the fact that this is."""
    before = await billing.receivables.get(invoice_id, tx)
    if before is None:
        raise NotFoundError("no such invoice")
    after = decide(before)
    if after is not before:
        await billing.receivables.save(before, after, tx)
        if fact := fact_of(before, after):
            tx.publish(fact)
    return after


async def call_overdue(billing: Billing) -> None:
    """Every invoice whose due date has passed by the organisation's days, each in its own time."""
    today = civil_day(await billing.replicas.organisation(), now())
    while due := await billing.receivables.newly_overdue(today, OVERDUE_BATCH):
        for invoice_id in due:

            async def work(tx: Transaction, invoice_id: UUID = invoice_id) -> None:
                await change(billing, invoice_id, lambda one: overdue(one, today), tx)

            await billing.transactions.run(work)


async def accounts(billing: Billing, party_id: UUID) -> list[Account]:
    return accounts_of(await billing.receivables.of_party(party_id))


async def page(
    billing: Billing, wanted: Wanted, *, after: Position | None, limit: int
) -> list[Receivable]:
    return await billing.receivables.page(wanted, after=after, limit=limit)


async def invoice(billing: Billing, invoice_id: UUID) -> tuple[Receivable, InvoiceGenerated]:
    receivable = await billing.receivables.get(invoice_id)
    body = await billing.receivables.body(invoice_id)
    if receivable is None or body is None:
        raise NotFoundError("no such invoice")
    return receivable, body
