"""Invoices by hand, numbered in the series of all invoices and told as they are."""

from uuid import UUID

from kontor_chassis.clock import now
from kontor_chassis.ids import new_id
from kontor_chassis.transaction import Once, Transaction

from kontor_billing.model.draft import Draft
from kontor_billing.model.one_off import OneOffInvoice, one_off_draft
from kontor_billing.model.payer import Debtor
from kontor_billing.model.receivable import receivable_of
from kontor_billing.model.receivable_view import WholeInvoice
from kontor_billing.usecases.articles import articles_of
from kontor_billing.usecases.billing import Billing, civil_day
from kontor_billing.usecases.credit_notes import next_number, publish_issued
from kontor_billing.usecases.deciding import context_of, payers_of
from kontor_billing.usecases.folders import known_party


async def preview_one_off(billing: Billing, wanted: OneOffInvoice) -> Draft:
    """The invoice as it would be issued now; nothing is written and no number is taken."""
    return await _draft(billing, wanted, new_id())


async def issue_one_off(billing: Billing, wanted: OneOffInvoice, once: Once | None) -> WholeInvoice:
    """Decided before the transaction; the number is taken in it."""
    draft = await _draft(billing, wanted, new_id())

    async def work(tx: Transaction) -> WholeInvoice:
        organisation = await billing.replicas.organisation()
        assert organisation  # noqa: S101  # else there was no draft
        number = await next_number(billing, organisation, draft.invoice.issued_on, tx)
        event = draft.issued(number)
        await publish_issued(billing, event, tx)
        return WholeInvoice.with_body(receivable_of(event), event)

    return await billing.transactions.run(work, once=once)


async def _draft(billing: Billing, wanted: OneOffInvoice, draft_id: UUID) -> Draft:
    party = await known_party(billing, wanted.party_id)
    today = civil_day(await billing.replicas.organisation(), now())
    context = await context_of(billing, draft_id, wanted.period(today), today)
    details = (await billing.replicas.payments([party.id])).get(party.id)
    return one_off_draft(
        context,
        wanted,
        customer=Debtor(party, details),
        payers=await payers_of(billing, [party.payer_id] if party.payer_id else []),
        articles=await articles_of(billing, wanted.lines),
    )
