"""Mails come about: each waits for its document, unless that is there already or never will be."""

from collections.abc import Sequence

from kontor_chassis.clock import now
from kontor_chassis.transaction import Transaction

from kontor_delivery.model.link import Link
from kontor_delivery.model.mail.admission import admitted, needs_link
from kontor_delivery.model.mail.delivery import MailDelivery
from kontor_delivery.model.states import State
from kontor_delivery.usecases.means import Means


async def add_mails(
    means: Means, mails: Sequence[MailDelivery], tx: Transaction
) -> list[MailDelivery]:
    """Record those that are new; answers those that failed at once."""
    store = means.store
    documents = await store.deliveries.touch_documents([one.invoice_id for one in mails], tx)
    new = await store.deliveries.new_ones(mails, tx)
    ready = [admitted(one, documents.get(one.invoice_id)) for one in new]
    linked = [_with_link(means, one) for one in ready]
    await store.links.add([link for _, link in linked if link], tx)
    await store.deliveries.record([mail for mail, _ in linked], tx)
    failed = [one for one in ready if one.state is State.FAILED]
    tx.publish(*(one.failed(now()) for one in failed))
    return failed


def _with_link(means: Means, mail: MailDelivery) -> tuple[MailDelivery, Link | None]:
    if not needs_link(mail, has_portal=bool(means.settings.portal_url)):
        return mail, None
    lifetime = means.settings.link_lifetime
    link = Link.to_document(mail.invoice_id, now=now(), lifetime=lifetime)
    return mail.with_changes(link=link.id), link
