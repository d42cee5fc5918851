"""The mark on a contact whose e-mail address takes no mail; another address begins without it."""

from collections.abc import Callable
from uuid import UUID

from kontor_contracts.customers.party import Bounce, Contact, Party
from kontor_contracts.delivery.delivery import MailBounced

from kontor_customers.model.contact_fields import ContactFields


def contact_with(
    fields: ContactFields, before: Contact | None, new_id: Callable[[], UUID]
) -> Contact:
    """The contact as written; it keeps the mark as long as it keeps the address."""
    bounced = before.bounced if before and _same(before.email, fields.email) else None
    known = before.id if before else fields.id
    return Contact(**{**dict(fields), "id": known or new_id(), "bounced": bounced})


def with_bounces(party: Party, facts: list[MailBounced]) -> Party:
    """The party with the contacts marked; itself when none still has such an address unmarked."""
    contacts = tuple(_marked(contact, facts) for contact in party.contacts)
    if contacts == party.contacts:
        return party
    return party.model_copy(update={"contacts": contacts, "version": party.version + 1})


def _marked(contact: Contact, facts: list[MailBounced]) -> Contact:
    """The first mark stays: what is told again says nothing new."""
    for fact in facts:
        is_meant = fact.contact_id == contact.id and _same(fact.email, contact.email)
        if is_meant and contact.bounced is None:
            bounce = Bounce(at=fact.at, status=fact.status, reason=fact.reason)
            return contact.model_copy(update={"bounced": bounce})
    return contact


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
