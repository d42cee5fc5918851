"""Who still gets the mail when it is sent: recipients are frozen at issue, but people leave."""

from collections.abc import Collection
from uuid import UUID

from kontor_contracts.customers.party import Party
from kontor_contracts.values import Value

from kontor_delivery.model.mail.delivery import MailDelivery, MailRecipient, RecipientState


class ActiveContacts(Value):
    """Of a party, as last heard of."""

    id: UUID
    version: int
    contacts: tuple[UUID, ...]

    @classmethod
    def of(cls, party: Party) -> "ActiveContacts":
        active = tuple(one.id for one in party.contacts if one.active)
        return cls(id=party.id, version=party.version, contacts=active)


def without_inactive(mail: MailDelivery, active: Collection[UUID]) -> MailDelivery:
    """The mail with those dropped, by name, who are no longer active contacts."""
    return mail.with_changes(
        recipients=tuple(_dropped_unless(one, active) for one in mail.recipients)
    )


def _dropped_unless(recipient: MailRecipient, active: Collection[UUID]) -> MailRecipient:
    if recipient.contact_id in active or recipient.state is not RecipientState.PENDING:
        return recipient
    words = "no longer an active contact"
    return recipient.model_copy(update={"state": RecipientState.DROPPED, "words": words})
