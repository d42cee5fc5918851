"""The same document once more, by hand, to whom the customer names today."""

from datetime import datetime
from typing import Self
from uuid import UUID, uuid5

from kontor_contracts.billing.invoice import DeliveryTerms, InvoiceGenerated, Recipient
from kontor_contracts.customers.party import (
    Bounce,
    Contact,
    DeliveryMethod,
    Party,
    PortalRight,
    RecipientRole,
)
from kontor_contracts.values import Language, Value

from kontor_delivery.model.mail.delivery import MailDelivery, mail_of
from kontor_delivery.model.mail.recipients import without_bounced
from kontor_delivery.model.states import State


class BouncedRecipient(Value):
    contact_id: UUID
    words: str


class PartyRecipients(Value):
    """Who gets a party's invoices, as last heard of."""

    id: UUID
    version: int
    recipients: tuple[Recipient, ...]
    #: Of those: mail to their address came back for good.
    bounced: tuple[BouncedRecipient, ...] = ()

    @classmethod
    def of(cls, party: Party) -> Self:
        chosen = [
            one for one in party.contacts if one.active and one.email and one.invoice_recipient
        ]
        return cls(
            id=party.id,
            version=party.version,
            recipients=tuple(_recipient(one, party) for one in chosen),
            bounced=tuple(_bounced(one.id, one.bounced) for one in chosen if one.bounced),
        )

    def readdress(self, fact: InvoiceGenerated, method: DeliveryMethod) -> InvoiceGenerated:
        """The invoice to whom the party names today."""
        terms = DeliveryTerms(method=method, recipients=self.recipients)
        return fact.model_copy(update={"delivery": terms})

    def leave_out_bounced(self, mail: MailDelivery) -> MailDelivery:
        return without_bounced(mail, {one.contact_id: one.words for one in self.bounced})


def mail_again(fact: InvoiceGenerated, *, number: int, domain: str, now: datetime) -> MailDelivery:
    """A mail of its own, `number` telling it from those before; the invoice stays the one it is."""
    mail = mail_of(fact, fact.delivery.method, domain=domain, now=now)
    identity = uuid5(mail.id, f"again/{number}")
    return mail.with_changes(id=identity, message_id=f"<{identity}@{domain}>", state=State.QUEUED)


def _recipient(contact: Contact, party: Party) -> Recipient:
    return Recipient(
        contact_id=contact.id,
        name=contact.name,
        email=contact.email,
        language=contact.language or party.language or Language.GERMAN,
        role=contact.invoice_recipient or RecipientRole.TO,
        has_portal=PortalRight.INVOICES in contact.portal_rights,
    )


def _bounced(contact_id: UUID, bounce: Bounce) -> BouncedRecipient:
    words = " ".join(
        f"mail came back on {bounce.at:%Y-%m-%d}: {bounce.status} {bounce.reason}".split()
    )
    return BouncedRecipient(contact_id=contact_id, words=words)
