"""Where a delivery failed for good, the customer's other method serves, once."""

from kontor_chassis.clock import now
from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.invoice import InvoiceGenerated
from kontor_contracts.customers.party import DeliveryMethod
from kontor_contracts.delivery.delivery import Channel

from kontor_delivery.model.document import DocumentDelivery
from kontor_delivery.model.files import ArchiveEntry, ExportEntry, FileEntry
from kontor_delivery.model.mail.delivery import METHODS, MailDelivery, mail_of
from kontor_delivery.model.states import State
from kontor_delivery.usecases.admitting import add_mails
from kontor_delivery.usecases.means import Means

ENTRIES: dict[DeliveryMethod, tuple[type[FileEntry], Channel]] = {
    DeliveryMethod.CHORUS_PRO: (ArchiveEntry, Channel.CHORUS_PRO),
    DeliveryMethod.GOCARDLESS_EXPORT: (ExportEntry, Channel.GOCARDLESS),
}


async def fall_back(
    means: Means, fact: InvoiceGenerated, failed: DeliveryMethod, tx: Transaction
) -> None:
    """Only from the method chosen at issue; a mail that reached nobody is not tried as another."""
    method = fact.delivery.fallback
    if method is None or failed is not fact.delivery.method:
        return
    if method in METHODS and failed not in METHODS:
        mail = mail_of(fact, method, domain=means.settings.mail_domain, now=now())
        await add_mails(means, [mail], tx)
    elif method in ENTRIES:
        await _join_file(means, fact, method, tx)


async def fall_back_from_mail(means: Means, mail: MailDelivery, tx: Transaction) -> None:
    """The same for a mail, which does not carry the invoice that it is about."""
    document = await means.store.deliveries.find(
        DocumentDelivery, mail.invoice_id, Channel.DOCUMENT
    )
    if document:
        await fall_back(means, document.generated(), mail.method, tx)


async def _join_file(
    means: Means, fact: InvoiceGenerated, method: DeliveryMethod, tx: Transaction
) -> None:
    """The entry joins the day's file, for the run's own may be closed by now."""
    kind, channel = ENTRIES[method]
    entry = kind.record(fact, channel, state=State.RECORDED, now=now())
    await means.store.deliveries.record([entry.with_changes(run_id=None)], tx)
