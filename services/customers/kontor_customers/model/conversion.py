"""What becomes of a prospect that is made a customer, told beforehand."""

from kontor_contracts.customers.party import Lifecycle, Party
from kontor_contracts.values import Value

from kontor_customers.model.missing import Missing


class ConversionPreview(Value):
    """All of it stays under the same id; `missing` is what invoices need besides."""

    number: str
    name: str
    is_customer_already: bool
    contacts: int
    notes: int
    folders: int
    accounts: int
    missing: tuple[Missing, ...]


def preview_of(
    party: Party, missing: tuple[Missing, ...], *, notes: int, folders: int, accounts: int
) -> ConversionPreview:
    """What the party would take along."""
    return ConversionPreview(
        number=party.number,
        name=party.name,
        is_customer_already=party.lifecycle is Lifecycle.CUSTOMER,
        contacts=len(party.contacts),
        notes=notes,
        folders=folders,
        accounts=accounts,
        missing=missing,
    )
