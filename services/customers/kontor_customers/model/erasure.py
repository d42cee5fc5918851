"""Erasing a party's personal data: what stands in the way, and what is left to tell."""

from datetime import datetime
from uuid import UUID

from kontor_contracts.customers.party import Party
from kontor_contracts.errors import ConflictError
from kontor_contracts.values import Value

from kontor_customers.model.history import Author


class HasFoldersError(ConflictError):
    """The party has folders: invoices must be kept as long as the law says (§ 147 AO)."""


class Erased(Value):
    """That a party was here: its number is never given again."""

    id: UUID
    number: str
    version: int
    erased_by: str
    erased_at: datetime


def erased(party: Party, *, folders: int, author: Author, at: datetime) -> Erased:
    """What is kept of the party; HasFoldersError while it has folders."""
    if folders:
        raise HasFoldersError(
            f"{party.number} has {folders} folders; their invoices have to be kept."
        )
    return Erased(
        id=party.id,
        number=party.number,
        version=party.version + 1,
        erased_by=author.name,
        erased_at=at,
    )
