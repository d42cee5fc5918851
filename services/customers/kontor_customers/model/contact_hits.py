"""Contacts that a search finds: every word of it somewhere in name, address or phone."""

from collections.abc import Iterable
from uuid import UUID

from kontor_contracts.customers.party import Contact, Party
from kontor_contracts.values import Value

from kontor_customers.model.search import folded, words_of


class ContactHit(Value):
    id: UUID
    name: str
    email: str
    active: bool
    party_id: UUID
    party_name: str


def contacts_among(parties: Iterable[Party], q: str) -> list[ContactHit]:
    """The parties' contacts that the words fit, active ones first."""
    words = words_of(q)
    hits = [
        ContactHit(
            id=one.id,
            name=one.name,
            email=one.email,
            active=one.active,
            party_id=party.id,
            party_name=party.name,
        )
        for party in parties
        for one in party.contacts
        if _fits(one, words)
    ]
    return sorted(hits, key=lambda one: not one.active)


def _fits(contact: Contact, words: list[str]) -> bool:
    text = folded(" ".join((contact.name, contact.email, *contact.phones)))
    return bool(words) and all(word in text for word in words)
