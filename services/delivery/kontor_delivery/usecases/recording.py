"""Deliveries come about: each consumer group records the rows of its own channel."""

from collections.abc import Sequence

from kontor_chassis import tracing
from kontor_chassis.clock import now
from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.invoice import InvoiceGenerated, is_for_gocardless_file
from kontor_contracts.billing.run import BillingRunCompleted
from kontor_contracts.customers.party import DeliveryMethod
from kontor_contracts.delivery.delivery import Channel

from kontor_delivery.model.document import DocumentDelivery
from kontor_delivery.model.files import ArchiveEntry, Closing, ExportEntry
from kontor_delivery.model.mail.admission import NO_DOCUMENT
from kontor_delivery.model.mail.delivery import METHODS, mail_of
from kontor_delivery.model.states import State
from kontor_delivery.usecases.admitting import add_mails
from kontor_delivery.usecases.falling_back import fall_back
from kontor_delivery.usecases.means import Means

Facts = Sequence[InvoiceGenerated]


async def record_documents(means: Means, facts: Facts, tx: Transaction) -> None:
    documents = [DocumentDelivery.awaiting(fact, now()) for fact in facts]
    await means.store.deliveries.record_documents(documents, tx)


async def record_mails(means: Means, facts: Facts, tx: Transaction) -> None:
    """One mail for each invoice that leaves by e-mail; without recipients the fallback serves."""
    domain = means.settings.mail_domain
    mailed = {one.invoice.id: one for one in facts if one.delivery.method in METHODS}
    mails = [
        mail_of(fact, fact.delivery.method, domain=domain, now=now()) for fact in mailed.values()
    ]
    for failed in await add_mails(means, mails, tx):
        if failed.code != NO_DOCUMENT:
            await fall_back(means, mailed[failed.invoice_id], failed.method, tx)


async def record_archive_entries(means: Means, facts: Facts, tx: Transaction) -> None:
    entries = [
        ArchiveEntry.record(fact, Channel.CHORUS_PRO, state=State.RECORDED, now=now())
        for fact in facts
        if fact.delivery.method is DeliveryMethod.CHORUS_PRO
    ]
    await means.store.deliveries.record(entries, tx)


async def record_export_entries(means: Means, facts: Facts, tx: Transaction) -> None:
    entries = [
        ExportEntry.record(fact, Channel.GOCARDLESS, state=State.RECORDED, now=now())
        for fact in facts
        if is_for_gocardless_file(fact.invoice, fact.delivery)
    ]
    await means.store.deliveries.record(entries, tx)


async def expect_files(
    means: Means, runs: Sequence[BillingRunCompleted], channel: Channel, tx: Transaction
) -> None:
    """A run is complete: its files close once all its invoices of the channel are settled."""
    trace = {"trace": tracing.current()}
    closings = [Closing.of(run, channel).model_copy(update=trace) for run in runs]
    await means.store.files.expect(closings, tx)
