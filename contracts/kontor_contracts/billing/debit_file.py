"""SEPA direct-debit files (pain.008). A file made is a claim to money, not money."""

from datetime import date, datetime
from uuid import UUID

from kontor_contracts.event import Event
from kontor_contracts.topics import BILLING_DEBIT_FILE
from kontor_contracts.values import Amount


class DebitFileCreated(Event, topic=BILLING_DEBIT_FILE):
    """A debit file was closed and its bytes kept: its collections are `in-file`, not paid.

    Sent once per file.
    """

    file_id: UUID
    message_id: str
    run_id: UUID | None = None
    scheme: str
    collection_dates: tuple[date, ...]
    count: int
    total: Amount
    sha256: str
    at: datetime

    @property
    def subject(self) -> str:
        return str(self.file_id)
