"""Contacts of a party one by one: add, change, deactivate, and the list to pick from."""

from collections.abc import Callable
from uuid import UUID

from kontor_contracts.customers.party import Contact, Party
from kontor_contracts.errors import ConflictError, NotFoundError

from kontor_customers.model.bounces import contact_with
from kontor_customers.model.contact_fields import MOST_CONTACTS, ContactFields
from kontor_customers.model.party import next_version


class TooManyContactsError(ConflictError):
    """The party has as many contacts as fit."""


def to_pick_from(party: Party) -> list[Contact]:
    """The active contacts by name: only these are chosen and get anything."""
    return sorted((one for one in party.contacts if one.active), key=lambda one: one.name)


def contact_of(party: Party, contact_id: UUID) -> Contact:
    """The contact; NotFoundError when the party has no such one."""
    for contact in party.contacts:
        if contact.id == contact_id:
            return contact
    raise NotFoundError("the party has no such contact")


def with_contact(party: Party, fields: ContactFields, *, new_id: Callable[[], UUID]) -> Party:
    """The party with one contact more, the last."""
    if len(party.contacts) >= MOST_CONTACTS:
        raise TooManyContactsError(f"The party has {MOST_CONTACTS} contacts, more do not fit.")
    contact = contact_with(fields.model_copy(update={"id": None}), None, new_id)
    return next_version(party.model_copy(update={"contacts": (*party.contacts, contact)}))


def with_changed_contact(party: Party, contact_id: UUID, fields: ContactFields) -> Party:
    """The party with the contact as the fields say; itself when they say nothing new."""
    before = contact_of(party, contact_id)
    return _with(party, before, contact_with(fields, before, lambda: contact_id))


def with_inactive_contact(party: Party, contact_id: UUID) -> Party:
    """The party with the contact kept, but no longer active."""
    before = contact_of(party, contact_id)
    return _with(party, before, before.model_copy(update={"active": False}))


def _with(party: Party, before: Contact, after: Contact) -> Party:
    if after == before:
        return party
    contacts = tuple(after if one.id == before.id else one for one in party.contacts)
    return next_version(party.model_copy(update={"contacts": contacts}))
