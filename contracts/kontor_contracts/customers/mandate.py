"""A SEPA mandate that dies of sleep: told early enough to use it, or to have a new one signed."""

from datetime import date, datetime
from uuid import UUID

from kontor_contracts.event import Event
from kontor_contracts.topics import CUSTOMERS_PARTY


class MandateExpiring(Event, topic=CUSTOMERS_PARTY):
    """A mandate was not used for nearly 36 months. Sent once per mandate and day of expiry."""

    party_id: UUID
    mandate_id: UUID
    reference: str
    #: Due date of the last collection; never used: none.
    last_used_on: date | None = None
    #: From this day on it may not be used; a collection before moves it.
    expires_on: date
    at: datetime

    @property
    def subject(self) -> str:
        return str(self.mandate_id)
