"""What became of an invoice on its way out: document, mail, archive, export file."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from kontor_contracts.event import Event
from kontor_contracts.topics import DELIVERY_DELIVERY
from kontor_contracts.values import Amount, Value


class Channel(StrEnum):
    """One worker, one way out."""

    DOCUMENT = "document"
    EMAIL = "email"
    CHORUS_PRO = "chorus-pro"
    GOCARDLESS = "gocardless"


class DeliveryEvent(Event):
    """About one invoice; keyed by its party."""

    invoice_id: UUID
    invoice_number: str
    party_id: UUID
    at: datetime

    @property
    def subject(self) -> str:
        return str(self.invoice_id)

    @property
    def key(self) -> str:
        return str(self.party_id)


class DocumentIssued(DeliveryEvent, topic=DELIVERY_DELIVERY):
    """The invoice's document was rendered and stored, never to be rendered again. Once."""

    sha256: str
    size: int


class InvoiceDelivered(DeliveryEvent, topic=DELIVERY_DELIVERY):
    """The way out took the invoice: the mail server accepted it, or a closed file holds it."""

    channel: Channel
    #: Addresses for mail; the file's name for archives and exports.
    to: tuple[str, ...]


class DeliveryFailed(DeliveryEvent, topic=DELIVERY_DELIVERY):
    """The way out refused the invoice for good: somebody must act.

    Sent once per invoice and channel.
    """

    channel: Channel
    #: Kebab-case code, the same for the same cause.
    code: str
    #: For people: the server's words, the broken rule.
    reason: str


class LeftOut(Value):
    """An invoice that a file does not hold, and why."""

    invoice_id: UUID
    invoice_number: str
    code: str
    reason: str


class FileClosed(Event):
    """A file of many invoices was closed and its bytes kept."""

    file_id: UUID
    name: str
    run_id: UUID | None = None
    count: int
    left_out: tuple[LeftOut, ...] = ()
    sha256: str
    at: datetime

    @property
    def subject(self) -> str:
        return str(self.file_id)


class ArchiveCreated(FileClosed, topic=DELIVERY_DELIVERY):
    """A Chorus Pro flow (`.tar.gz` of XML) was closed. Sent once per flow."""


class ExportCreated(FileClosed, topic=DELIVERY_DELIVERY):
    """A GoCardless export file (CSV) was closed. Sent once per file."""

    total: Amount
