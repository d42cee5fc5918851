"""A yearly licence that renews itself: told early enough to end it, or to order it again."""

from datetime import date, datetime
from uuid import UUID

from kontor_contracts.event import Event
from kontor_contracts.topics import BILLING_FOLDER


class LicenceRenewalDue(Event, topic=BILLING_FOLDER):
    """A licence line renews for twelve months unless it is ended before. Once per renewal."""

    party_id: UUID
    folder_id: UUID
    folder_number: str
    line_id: UUID
    description: str
    #: First day of the next twelve months.
    renews_on: date
    at: datetime

    @property
    def subject(self) -> str:
        return str(self.line_id)
