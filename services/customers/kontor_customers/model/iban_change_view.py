"""A change of an IBAN as it is shown: never the whole IBAN."""

from uuid import UUID

from kontor_contracts.customers.bank_account import IbanChange

from kontor_customers.model.iban_guard import AccountChange


class IbanChangeView(IbanChange):
    """The change, with the id under which it is confirmed or withdrawn."""

    id: UUID


def view_of(change: AccountChange) -> IbanChangeView:
    """The change without what only we keep."""
    return IbanChangeView.model_validate(change.model_dump())
