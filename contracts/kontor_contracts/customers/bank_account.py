"""A changed IBAN: told to people, because a forged change diverts every later debit."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from kontor_contracts.event import Event
from kontor_contracts.topics import CUSTOMERS_PARTY
from kontor_contracts.values import Value


class IbanChangeState(StrEnum):
    WAITING = "waiting"
    APPLIED = "applied"
    WITHDRAWN = "withdrawn"


class IbanChange(Value):
    """Another IBAN for an account that is in use; both are masked (`DE…3000`)."""

    party_id: UUID
    account_id: UUID
    before: str
    after: str
    asked_by: str
    asked_at: datetime
    state: IbanChangeState
    #: The second person, where one is needed.
    confirmed_by: str = ""
    #: The first day on which it may be used, where a waiting time holds.
    usable_from: date | None = None


class BankAccountChanged(Event, topic=CUSTOMERS_PARTY):
    """An account's IBAN was changed, waits for its guard, or the change was withdrawn."""

    change: IbanChange

    @property
    def subject(self) -> str:
        return str(self.change.account_id)
