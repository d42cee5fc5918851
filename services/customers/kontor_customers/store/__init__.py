"""The collections of the service: the only place that speaks to the driver."""

from kontor_customers.store.account_changes import AccountChanges
from kontor_customers.store.counters import Counter
from kontor_customers.store.erased import ErasedParties
from kontor_customers.store.expiry_notices import ExpiryNotices
from kontor_customers.store.finder import Finder
from kontor_customers.store.folders import Folders
from kontor_customers.store.functions import Functions
from kontor_customers.store.history import History
from kontor_customers.store.letters import Letters
from kontor_customers.store.logos import Logos
from kontor_customers.store.notes import Notes
from kontor_customers.store.organisations import Organisations
from kontor_customers.store.parties import Parties
from kontor_customers.store.party_lookup import PartyLookup
from kontor_customers.store.payments import Payments
from kontor_customers.store.portal_accounts import PortalAccounts
from kontor_customers.store.sessions import Sessions
from kontor_customers.store.signing_keys import SigningKeys
from kontor_customers.store.team import Team

__all__ = [
    "AccountChanges",
    "Counter",
    "ErasedParties",
    "ExpiryNotices",
    "Finder",
    "Folders",
    "Functions",
    "History",
    "Letters",
    "Logos",
    "Notes",
    "Organisations",
    "Parties",
    "PartyLookup",
    "Payments",
    "PortalAccounts",
    "Sessions",
    "SigningKeys",
    "Team",
]
