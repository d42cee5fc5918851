"""All that tasks knows of a customer or prospect: its name and number."""

from uuid import UUID

from kontor_contracts.customers.party import Party
from kontor_contracts.values import Value


class PartyName(Value):
    id: UUID
    version: int
    number: str
    name: str


def name_of(party: Party) -> PartyName:
    return PartyName(id=party.id, version=party.version, number=party.number, name=party.name)


def erased(party_id: UUID, version: int) -> PartyName:
    """What is left of a party whose personal data were erased."""
    return PartyName(id=party_id, version=version, number="", name="")
