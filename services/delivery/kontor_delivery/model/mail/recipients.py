"""Who still gets the mail when it is sent: recipients are frozen at issue, but people leave."""

from collections.abc import Collection
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
    recipients = tuple(
        _dropped(one) if one.contact_id in inactive else one for one in mail.recipients
    )
    return mail.with_changes(recipients=recipients)


def _dropped(recipient: MailRecipient) -> MailRecipient:
    if recipient.state is not RecipientState.PENDING:
        return recipient
    words = "no longer an active contact"
    return recipient.model_copy(update={"state": RecipientState.DROPPED, "words": words})
