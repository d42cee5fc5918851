"""The collections of the service: the only place that speaks to the driver."""

from kontor_customers.store.account_numbers import AccountNumbers
from kontor_customers.store.history import History
from kontor_customers.store.organisations import Organisations
from kontor_customers.store.parties import Parties
from kontor_customers.store.payments import Payments
from kontor_customers.store.signing_keys import SigningKeys
from kontor_customers.store.team import Team

__all__ = [
    "AccountNumbers",
    "History",
    "Organisations",
    "Parties",
    "Payments",
    "SigningKeys",
    "Team",
]
