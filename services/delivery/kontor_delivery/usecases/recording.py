"""Deliveries come about: each consumer group records the rows of its own channel."""

from collections.abc import Sequence

from kontor_chassis.clock import now
from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.invoice import InvoiceGenerated, is_for_gocardless_file
from kontor_contracts.billing.run import BillingRunCompleted
from kontor_contracts.customers.party import DeliveryMethod
from kontor_contracts.delivery.delivery import Channel

from kontor_delivery.model.document import DocumentDelivery
from kontor_delivery.model.files import ArchiveEntry, Closing, ExportEntry
from kontor_delivery.model.link import Link
from kontor_delivery.model.mail.admission import admitted, needs_link
from kontor_delivery.model.mail.delivery import METHODS, MailDelivery, mail_of
from kontor_delivery.model.states import State
from kontor_delivery.usecases.means import Means

Facts = Sequence[InvoiceGenerated]


async def record_documents(means: Means, facts: Facts, tx: Transaction) -> None:
    documents = [DocumentDelivery.awaiting(fact, now()) for fact in facts]
    await means.store.deliveries.record_documents(documents, tx)


async def record_mails(means: Means, facts: Facts, tx: Transaction) -> None:
    """One mail for each invoice that leaves by e-mail."""
    domain = means.settings.mail_domain
    mails = [
        mail_of(fact, fact.delivery.method, domain=domain, now=now())
        for fact in facts
        if fact.delivery.method in METHODS
    ]
    await add_mails(means, mails, tx)


async def add_mails(means: Means, mails: Sequence[MailDelivery], tx: Transaction) -> None:
    """Record mails; each waits for its document, unless that is there already or never will be."""
    store = means.store
    documents = await store.deliveries.touch_documents([one.invoice_id for one in mails], tx)
    new = await store.deliveries.new_ones(mails, tx)
    ready = [admitted(one, documents.get(one.invoice_id)) for one in new]
    linked = [_with_link(means, one) for one in ready]
    await store.links.add([link for _, link in linked if link], tx)
    await store.deliveries.record([mail for mail, _ in linked], tx)
    tx.publish(*(one.failed(now()) for one in ready if one.state is State.FAILED))


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
    await means.store.files.expect([Closing.of(run, channel) for run in runs], tx)


def _with_link(means: Means, mail: MailDelivery) -> tuple[MailDelivery, Link | None]:
    if not needs_link(mail, has_portal=bool(means.settings.portal_url)):
        return mail, None
    lifetime = means.settings.link_lifetime
    link = Link.to_document(mail.invoice_id, now=now(), lifetime=lifetime)
    return mail.with_changes(link=link.id), link
