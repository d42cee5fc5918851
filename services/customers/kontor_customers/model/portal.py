"""Contacts in the customer portal: who may sign in, and what a contact may write there."""

from collections.abc import Iterable
from typing import Annotated, ClassVar
from uuid import UUID

from kontor_contracts.customers.party import Contact, Party, PortalRight
from kontor_contracts.errors import FieldError, InvalidInputError, NotAllowedError
from kontor_contracts.values import Language, Value
from pydantic import Field

from kontor_customers.model.contact_fields import ContactFields
from kontor_customers.model.strict import Strict
from kontor_customers.model.text import Name, Phone


class OwnFields(Strict):
    """What a contact writes about itself; its address is how it signs in, and stays."""

    read_only: ClassVar[frozenset[str]] = frozenset({"email"})

    name: Name
    phones: Annotated[tuple[Phone, ...], Field(max_length=10)] = ()
    language: Language | None = None


class PortalContact(Value):
    """A contact as it is signed in."""

    id: UUID
    party_id: UUID
    party_version: int
    party_name: str
    party_number: str
    name: str
    email: str
    phones: tuple[str, ...]
    language: Language
    rights: tuple[PortalRight, ...]


def may_sign_in(contact: Contact) -> bool:
    """Active, with an address and at least one right."""
    return bool(contact.active and contact.email and contact.portal_rights)


def portal_contact(party: Party, contact: Contact) -> PortalContact:
    """The contact with what its pages show of the party."""
    return PortalContact(
        id=contact.id,
        party_id=party.id,
        party_version=party.version,
        party_name=party.name,
        party_number=party.number,
        name=contact.name,
        email=contact.email,
        phones=contact.phones,
        language=contact.language or party.language,
        rights=contact.portal_rights,
    )


def signing_in_with(email: str, parties: Iterable[Party]) -> list[tuple[Party, Contact]]:
    """The contacts that sign in with the address: a bookkeeper may be one of several parties."""
    wanted = email.strip().casefold()
    return [
        (party, contact)
        for party in parties
        for contact in party.contacts
        if may_sign_in(contact) and contact.email.casefold() == wanted
    ]


def shut_out(before: Party | None, after: Party | None) -> set[UUID]:
    """Contacts whose sessions end with this change: no longer let in, or at another address."""
    was = {one.id: one for one in (before.contacts if before else ())}
    now = {one.id: one for one in (after.contacts if after else ())}
    return {
        contact_id
        for contact_id, contact in was.items()
        if may_sign_in(contact) and not _goes_on(contact, now.get(contact_id))
    }


def dropped_contacts(changes: Iterable[tuple[Party | None, Party]]) -> set[UUID]:
    """Contacts whom their party has no longer: their passwords open nothing, then or later."""
    return {
        contact_id
        for before, after in changes
        if before
        for contact_id in {one.id for one in before.contacts} - {one.id for one in after.contacts}
    }


def _goes_on(before: Contact, after: Contact | None) -> bool:
    return after is not None and may_sign_in(after) and after.email == before.email


def own_changes(contact: Contact, fields: OwnFields) -> ContactFields:
    """The contact with what it writes about itself."""
    written = _fields_of(contact).model_dump() | fields.model_dump()
    return ContactFields.model_validate(written)


def managed(manager: Contact, before: Contact | None, fields: ContactFields) -> ContactFields:
    """What a contact with the right to manage others may make of one; of itself only its data.

    It gives and takes the rights that it has itself, so that nobody gains one by a detour: not
    by another's address, and not by having invoices mailed.
    """
    kept = before.portal_rights if before else ()
    own = set(manager.portal_rights)
    if before and not set(kept) <= own:
        raise NotAllowedError("this contact has rights that you do not have; ask us to change it")
    if before and before.id == manager.id and _more_than_data(before, fields):
        raise NotAllowedError("your own rights are changed by somebody else")
    wrong = []
    if not set(fields.portal_rights) <= own:
        wrong.append(FieldError("portal_rights", "right-not-held", "you give only rights you have"))
    receives = before.invoice_recipient if before else None
    if fields.invoice_recipient != receives and PortalRight.INVOICES not in own:
        wrong.append(
            FieldError("invoice_recipient", "right-not-held", "needs the right to invoices")
        )
    if wrong:
        raise InvalidInputError("Some fields are wrong.", fields=wrong)
    return fields


def _more_than_data(before: Contact, fields: ContactFields) -> bool:
    return (
        set(fields.portal_rights) != set(before.portal_rights)
        or fields.active != before.active
        or fields.email != before.email
    )


def _fields_of(contact: Contact) -> ContactFields:
    return ContactFields.model_validate(contact.model_dump(exclude={"bounced"}))
