"""A contact as it is shown by itself."""

from uuid import UUID

from kontor_contracts.customers.party import Contact, Party

from kontor_customers.model.contacts import contact_of


class ContactView(Contact):
    """The contact, and the version of the party that it belongs to."""

    party_id: UUID
    party_version: int


def view_of(party: Party, contact_id: UUID) -> ContactView:
    """The party's contact."""
    contact = contact_of(party, contact_id)
    return ContactView(**dict(contact), party_id=party.id, party_version=party.version)
