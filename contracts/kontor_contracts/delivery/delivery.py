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


class MailBounced(DeliveryEvent, topic=DELIVERY_DELIVERY):
    """A mail server reported that a contact's address takes no mail, for good.

    Sent once per mail and contact; soft bounces are only counted.
    """

    contact_id: UUID
    email: str
    #: Enhanced status code (RFC 3463), `5.1.1`; `5.0.0` where the report names none.
    status: str
    #: The reporting server's words.
    reason: str


class ChorusStateChanged(DeliveryEvent, topic=DELIVERY_DELIVERY):
    """Chorus Pro reported another state of a deposited invoice. Sent once per change."""

    #: As Chorus Pro writes it, `MISE_EN_PAIEMENT`.
    state: str
    #: False for a state that we do not know: it is neither good nor bad, and somebody must look.
    known: bool
    reason: str = ""
    #: Somebody must act: rejected, suspended, wrongly addressed, or not known.
    needs_person: bool = False


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


class ChorusFlowStuck(Event, topic=DELIVERY_DELIVERY):
    """Chorus Pro refused or rejected a flow as a whole, or says what we do not know. Once each."""

    file_id: UUID
    name: str
    run_id: UUID | None = None
    count: int
    #: As Chorus Pro writes it; empty where it took nothing.
    state: str = ""
    #: False for a state that we do not know: it is neither good nor bad.
    known: bool
    reason: str = ""
    at: datetime

    @property
    def subject(self) -> str:
        return str(self.file_id)


class WebhookEndpointEvent(Event):
    """About a partner's endpoint; `reason` is what it answered last."""

    endpoint_id: UUID
    name: str
    reason: str
    at: datetime

    @property
    def subject(self) -> str:
        return str(self.endpoint_id)


class WebhookEndpointFailing(WebhookEndpointEvent, topic=DELIVERY_DELIVERY):
    """A partner's endpoint has refused facts for a while: the warning before we stop trying.

    Sent once per party and outage, and at the first 410 of an endpoint.
    """


class WebhookEndpointDisabled(WebhookEndpointEvent, topic=DELIVERY_DELIVERY):
    """A partner's endpoint said again that it is gone: it gets nothing until somebody enables it.

    Sent once each time.
    """
