"""The own organisation as it is shown, with what direct debits still need of it."""

from kontor_contracts.customers.organisation import Organisation

from kontor_customers.model.organisation import missing_for_debits


class OrganisationView(Organisation):
    """The organisation; `missing_for_debits` names fields."""

    missing_for_debits: tuple[str, ...] = ()


def view_of(organisation: Organisation) -> OrganisationView:
    """The organisation with what is missing."""
    missing = [error.field.partition(".")[2] for error in missing_for_debits(organisation)]
    return OrganisationView(**dict(organisation), missing_for_debits=tuple(missing))
