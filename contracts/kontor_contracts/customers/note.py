"""Notes on a party, as others may know of them: that there is one, not what it says."""

from datetime import datetime
from uuid import UUID

from kontor_contracts.event import Event
from kontor_contracts.topics import CUSTOMERS_PARTY


class NoteWritten(Event, topic=CUSTOMERS_PARTY):
    """Somebody of the team wrote a note on a party, or changed it. Its text stays in customers."""

    note_id: UUID
    party_id: UUID
    version: int
    pinned: bool
    at: datetime

    @property
    def subject(self) -> str:
        return str(self.note_id)

    @property
    def order(self) -> int:
        return self.version
