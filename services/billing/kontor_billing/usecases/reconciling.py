"""After a restore: invoices that were issued since the back-up are taken back, as they were."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from kontor_chassis.backup.lost import LostFact
from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.invoice import Invoice, InvoiceGenerated, InvoiceKind
from kontor_contracts.event import Event

from kontor_billing.model.adopted_runs import adopted_chunk, adopted_runs, without_files
from kontor_billing.model.adoption import (
    Adoption,
    adoption_order,
    count_of,
    folders_of,
    usage_folders,
)
from kontor_billing.model.folders import BilledFolder
from kontor_billing.model.numbering import series_of
from kontor_billing.model.receivable import credited
from kontor_billing.model.run import RunState
from kontor_billing.model.usage import BilledUsage, asked_of
from kontor_billing.store.invoices import Issued
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.receivables import change

RELEASED = "where it released services, they show as billed: bill them by hand"
NOT_CREDITED = "that invoice is not here, so nothing is credited: see that nobody collects it"


@dataclass
class Reconciled:
    """What was done, by invoice number, and what a person has to look at."""

    adopted: list[str] = field(default_factory=list)
    by_hand: list[str] = field(default_factory=list)


async def reconcile(billing: Billing, lost: Sequence[LostFact]) -> Reconciled:
    """Adopt what was issued, number by number; done again it changes nothing.

    Its number stays taken, what it billed is billed, and it is published anew: delivery knows by
    then which ways it has gone already.
    """
    ends = await billing.upstream.ends()
    await billing.runs.wait_anew(sorted(ends.items()))
    events = [event for fact in lost if (event := fact.event())]
    await billing.transactions.run(lambda tx: _adopt_runs(billing, events, tx))
    done = Reconciled()
    for fact, event in await _issued(billing, lost):
        await billing.transactions.run(
            lambda tx, f=fact, e=event: _adopt(billing, f, e, tx)  # type: ignore[misc]
        )
        done.adopted.append(event.invoice.number)
        done.by_hand += await _by_hand(billing, event)
    return done


async def _issued(
    billing: Billing, lost: Sequence[LostFact]
) -> Sequence[tuple[LostFact, InvoiceGenerated]]:
    pattern = await _pattern(billing)
    events = ((fact, fact.event()) for fact in lost)
    issued = [(fact, event) for fact, event in events if isinstance(event, InvoiceGenerated)]
    return sorted(issued, key=lambda one: adoption_order(pattern, one[1].invoice))


async def _pattern(billing: Billing) -> str:
    organisation = await billing.replicas.organisation()
    return organisation.invoice_number_pattern if organisation else ""


async def _adopt_runs(billing: Billing, events: Sequence[Event], tx: Transaction) -> None:
    completed = {one.run_id: one for one in without_files(events)}
    for run in adopted_runs(events):
        if not await billing.runs.is_known(run.id, tx):
            await billing.runs.add(run, tx)
            tx.publish(*(one for one in [completed.get(run.id)] if one))


async def _adopt(
    billing: Billing, fact: LostFact, event: InvoiceGenerated, tx: Transaction
) -> None:
    invoice = event.invoice
    if await billing.invoices.is_there(invoice.id, tx):
        return
    if count := count_of(await _pattern(billing), invoice.issued_on, invoice.number):
        await billing.counters.pass_by(f"invoices/{series_of(invoice.issued_on)}", count, tx)
    if invoice.kind is InvoiceKind.INVOICE:
        read = [await billing.folders.get(one, tx) for one in folders_of(invoice)]
        await billing.folders.book([Adoption(one, invoice) for one in read if one], tx)
        await billing.usage.bill(await _used(billing, invoice), tx)
        await _count(billing, event, tx)
    else:
        await _credit(billing, invoice, tx)
    body = fact.body.encode()
    await billing.invoices.add([Issued(event, body)], tx)
    tx.publish_prepared(event, body)


async def _credit(billing: Billing, note: Invoice, tx: Transaction) -> None:
    """What the note credits is owed no more; invoices come before their notes."""
    gross = note.totals.gross
    for one in await billing.receivables.by_numbers([note.preceding_number], tx):
        await change(billing, one.id, lambda owed: credited(owed, gross), tx)


async def _count(billing: Billing, event: InvoiceGenerated, tx: Transaction) -> None:
    """A run that the back-up knows as under way goes on, and tells in the end what it issued."""
    run_id = event.invoice.run_id
    run = await billing.runs.get(run_id) if run_id else None
    if run and run.state is not RunState.COMPLETED:
        await billing.chunks.add_adopted(*adopted_chunk(run.id, event), tx)


async def _used(billing: Billing, invoice: Invoice) -> list[BilledUsage]:
    """What it bills of the usage that the back-up holds: all of it, for nobody else has since."""
    run = await billing.runs.get(invoice.run_id) if invoice.run_id else None
    organisation = await billing.replicas.organisation()
    if run is None or organisation is None:
        return []
    zone, until = organisation.time_zone, run.period.end
    return [
        BilledUsage(invoice.id, folder.folder.id, asked.line, used)
        for folder in usage_folders(invoice, await _known(billing, invoice))
        for asked in asked_of(folder.folder, until, zone)
        for used in await billing.usage.sums(asked, zone)
    ]


async def _known(billing: Billing, invoice: Invoice) -> dict[UUID, BilledFolder]:
    found = [await billing.folders.get(one) for one in folders_of(invoice)]
    return {one.folder.id: one for one in found if one}


async def _by_hand(billing: Billing, event: InvoiceGenerated) -> list[str]:
    invoice = event.invoice
    if invoice.kind is InvoiceKind.CREDIT_NOTE:
        credited_one = await billing.receivables.by_numbers([invoice.preceding_number])
        words = RELEASED if credited_one else NOT_CREDITED
        return [f"{invoice.number}: credits {invoice.preceding_number}; {words}"]
    known = await _known(billing, invoice)
    said = [
        f"{invoice.number}: folder {one} was opened after the back-up: open it again"
        for one in folders_of(invoice)
        if one not in known
    ]
    if usage_folders(invoice, known):
        words = "bills usage; credit what was told after the back-up, it will be billed again"
        said.append(f"{invoice.number}: {words}")
    return said
