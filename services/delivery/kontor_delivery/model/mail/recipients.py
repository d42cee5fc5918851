"""Who gets the mail when it is sent: people leave, and addresses turn out dead."""

from collections.abc import Collection, Mapping
from typing import Self
from uuid import UUID

from kontor_contracts.customers.party import Party
from kontor_contracts.values import Value

from kontor_delivery.model.mail.delivery import MailDelivery, MailRecipient, RecipientState


class InactiveContacts(Value):
    """Of a party, as last heard of. Who is not known (yet) is not inactive."""

    id: UUID
    version: int
    contacts: tuple[UUID, ...]

    @classmethod
    def of(cls, party: Party) -> Self:
        inactive = tuple(one.id for one in party.contacts if not one.active)
        return cls(id=party.id, version=party.version, contacts=inactive)


def without_inactive(mail: MailDelivery, inactive: Collection[UUID]) -> MailDelivery:
    """The mail with those dropped, by name, who are no longer active contacts."""
    return _without(mail, dict.fromkeys(inactive, "no longer an active contact"))


def without_bounced(mail: MailDelivery, bounced: Mapping[UUID, str]) -> MailDelivery:
    """The mail with those dropped whose address is known to take no mail, and why."""
    if not bounced:
        return mail
    mail = _without(mail, bounced)
    gone = [one for one in mail.recipients if one.state is RecipientState.DROPPED]
    return mail.with_changes(
        to=tuple(one.email for one in mail.pending),
        code="address-bounced",
        reason="; ".join(f"{one.email}: {one.words}" for one in gone),
    )


def _without(mail: MailDelivery, dropped: Mapping[UUID, str]) -> MailDelivery:
    recipients = tuple(
        _dropped(one, dropped[one.contact_id]) if one.contact_id in dropped else one
        for one in mail.recipients
    )
    return mail.with_changes(recipients=recipients)


def _dropped(recipient: MailRecipient, words: str) -> MailRecipient:
    if recipient.state is not RecipientState.PENDING:
        return recipient
    return recipient.model_copy(update={"state": RecipientState.DROPPED, "words": words})
