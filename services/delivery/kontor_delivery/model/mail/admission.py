"""How a mail starts: waiting for its document, ready, or without a chance."""

from datetime import datetime

from kontor_contracts.customers.party import DeliveryMethod

from kontor_delivery.model.mail.answers import settled
from kontor_delivery.model.mail.delivery import MailDelivery
from kontor_delivery.model.states import State

#: The document's own failure says more, and has an action already.
NO_DOCUMENT = "no-document"


def admitted(mail: MailDelivery, document: State | None) -> MailDelivery:
    """The mail in the state that its recipients and its document allow."""
    if not mail.recipients:
        return settled(mail)
    if document is State.ISSUED:
        return mail.with_changes(state=State.QUEUED)
    return without_document(mail) if document is State.FAILED else mail


def without_document(mail: MailDelivery) -> MailDelivery:
    reason = "the invoice has no document; mend that first"
    return mail.with_changes(state=State.FAILED, code=NO_DOCUMENT, reason=reason)


def released(mail: MailDelivery, now: datetime) -> MailDelivery:
    """The document is there; patience with the mail server is counted from now."""
    return mail.with_changes(state=State.QUEUED, due_at=now, queued_at=now)


def needs_link(mail: MailDelivery, *, has_portal: bool) -> bool:
    """Whether somebody who gets this notice cannot open the invoice by signing in."""
    if mail.method is not DeliveryMethod.EMAIL_NOTICE or not mail.recipients:
        return False
    return not has_portal or any(not one.has_portal for one in mail.recipients)
