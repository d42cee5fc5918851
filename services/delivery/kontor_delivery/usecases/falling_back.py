"""A mail that reached nobody gives way to the customer's other method, where that is no mail."""

from kontor_chassis.clock import now
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.party import DeliveryMethod
from kontor_contracts.delivery.delivery import Channel

from kontor_delivery.model.document import DocumentDelivery
from kontor_delivery.model.files import ArchiveEntry, ExportEntry, FileEntry
from kontor_delivery.model.mail.delivery import MailDelivery
from kontor_delivery.model.states import State
from kontor_delivery.usecases.means import Means

ENTRIES: dict[DeliveryMethod, tuple[type[FileEntry], Channel]] = {
    DeliveryMethod.CHORUS_PRO: (ArchiveEntry, Channel.CHORUS_PRO),
    DeliveryMethod.GOCARDLESS_EXPORT: (ExportEntry, Channel.GOCARDLESS),
}


async def fall_back_from_mail(means: Means, mail: MailDelivery, tx: Transaction) -> None:
    """The entry joins the day's file, for the run's own may be closed by now."""
    document = await means.store.deliveries.find(
        DocumentDelivery, mail.invoice_id, Channel.DOCUMENT
    )
    if document is None:
        return
    fact = document.generated()
    found = ENTRIES.get(fact.delivery.fallback) if fact.delivery.fallback else None
    if found is None or fact.delivery.method is not mail.method:
        return
    kind, channel = found
    entry = kind.record(fact, channel, state=State.RECORDED, now=now())
    await means.store.deliveries.record([entry.with_changes(run_id=None)], tx)
