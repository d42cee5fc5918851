"""The same document once more, by hand, to whom the customer names today."""

from datetime import datetime
from typing import Self
from uuid import UUID, uuid5

from kontor_contracts.billing.invoice import DeliveryTerms, InvoiceGenerated, Recipient
from kontor_contracts.customers.party import Party, PortalRight
from kontor_contracts.values import Language, Value

from kontor_delivery.model.mail.delivery import MailDelivery, mail_of
from kontor_delivery.model.states import State


class PartyRecipients(Value):
    """Who gets a party's invoices, as last heard of."""

    id: UUID
    version: int
    recipients: tuple[Recipient, ...]

    @classmethod
    def of(cls, party: Party) -> Self:
        chosen = (
            Recipient(
                contact_id=one.id,
                name=one.name,
                email=one.email,
                language=one.language or party.language or Language.GERMAN,
                role=one.invoice_recipient,
                has_portal=PortalRight.INVOICES in one.portal_rights,
            )
            for one in party.contacts
            if one.active and one.email and one.invoice_recipient
        )
        return cls(id=party.id, version=party.version, recipients=tuple(chosen))


def mail_again(
    fact: InvoiceGenerated, terms: DeliveryTerms, *, number: int, domain: str, now: datetime
) -> MailDelivery:
    """A mail of its own, `number` telling it from those before; the invoice stays the one it is."""
    changed = fact.model_copy(update={"delivery": terms})
    mail = mail_of(changed, terms.method, domain=domain, now=now)
    identity = uuid5(mail.id, f"again/{number}")
    return mail.with_changes(id=identity, message_id=f"<{identity}@{domain}>", state=State.QUEUED)
