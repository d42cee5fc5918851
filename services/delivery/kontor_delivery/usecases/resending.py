"""Send an invoice's mail again: the kept document, to today's contacts, never a second invoice."""

from uuid import UUID

from kontor_chassis.clock import now
from kontor_chassis.transaction import Once, Transaction
from kontor_contracts.customers.party import DeliveryMethod
from kontor_contracts.delivery.delivery import Channel
from kontor_contracts.errors import ConflictError, NotFoundError

from kontor_delivery.model.document import DocumentDelivery
from kontor_delivery.model.link import Link
from kontor_delivery.model.mail.admission import needs_link
from kontor_delivery.model.mail.again import mail_again
from kontor_delivery.model.mail.delivery import MailDelivery
from kontor_delivery.model.states import State
from kontor_delivery.usecases.means import Means


class NoRecipientError(ConflictError):
    """Nobody at the customer is set to receive invoices."""


class RecipientsBouncedError(ConflictError):
    """No recipient has an address that takes mail."""


async def send_again(
    means: Means, invoice_id: UUID, method: DeliveryMethod, once: Once
) -> MailDelivery:
    found = await means.store.deliveries.find(DocumentDelivery, invoice_id, Channel.DOCUMENT)
    if found is None or found.state is not State.ISSUED:
        raise NotFoundError("this invoice has no document (yet)")
    document = found

    async def commit(tx: Transaction) -> MailDelivery:
        party = await means.store.replicas.recipients(document.party_id)
        if party is None or not party.recipients:
            raise NoRecipientError("set a contact of the customer as recipient of invoices")
        mail = mail_again(
            party.readdress(document.generated(), method),
            number=await means.store.deliveries.mail_count(invoice_id, tx) + 1,
            domain=means.settings.mail_domain,
            now=now(),
        )
        mail = party.leave_out_bounced(mail)
        if not mail.pending:
            raise RecipientsBouncedError(f"correct an address first: {mail.reason}")
        if needs_link(mail, has_portal=bool(means.settings.portal_url)):
            lifetime = means.settings.link_lifetime
            link = Link.to_document(invoice_id, now=now(), lifetime=lifetime)
            await means.store.links.add([link], tx)
            mail = mail.with_changes(link=link.id)
        await means.store.deliveries.record([mail], tx)
        return mail

    return await means.transactions.run(commit, once=once)
