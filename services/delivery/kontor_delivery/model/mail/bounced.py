"""What a report makes of a mail that the server had accepted."""

from datetime import datetime

from kontor_contracts.delivery.delivery import MailBounced

from kontor_delivery.model.mail.bounce import Bounce, BouncedAddress
from kontor_delivery.model.mail.delivery import MailDelivery, MailRecipient, RecipientState
from kontor_delivery.model.states import State


def after_bounce(mail: MailDelivery, bounce: Bounce) -> MailDelivery:
    """Hard bounces mark the recipient, soft ones are counted; the same report counts once."""
    if bounce.report_id and bounce.report_id in mail.reports:
        return mail
    told = {one.email.casefold(): one for one in bounce.addresses}
    recipients = tuple(_after(one, told.get(one.email.casefold())) for one in mail.recipients)
    mail = mail.with_changes(recipients=recipients, reports=(*mail.reports, bounce.report_id))
    gone = [one for one in recipients if one.state is RecipientState.BOUNCED]
    if not gone:
        return mail
    reached = any(one.state is RecipientState.ACCEPTED for one in recipients)
    return mail.with_changes(
        state=mail.state if reached else State.BOUNCED,
        code="partly-bounced" if reached else "bounced",
        reason="; ".join(f"{one.email}: {one.words}" for one in gone),
    )


def newly_bounced(before: MailDelivery, after: MailDelivery, at: datetime) -> list[MailBounced]:
    """A fact for each contact whose address turned out dead."""
    pairs = zip(before.recipients, after.recipients, strict=True)
    return [
        MailBounced(
            invoice_id=after.invoice_id,
            invoice_number=after.invoice_number,
            party_id=after.party_id,
            at=at,
            contact_id=now.contact_id,
            email=now.email,
            status=now.status,
            reason=now.words,
        )
        for then, now in pairs
        if now.state is RecipientState.BOUNCED and then.state is not RecipientState.BOUNCED
    ]


def _after(recipient: MailRecipient, told: BouncedAddress | None) -> MailRecipient:
    if told is None or recipient.state is not RecipientState.ACCEPTED:
        return recipient
    if not told.is_hard:
        return recipient.model_copy(update={"soft_bounces": recipient.soft_bounces + 1})
    changes = {"state": RecipientState.BOUNCED, "words": told.reason, "status": told.status}
    return recipient.model_copy(update=changes)
