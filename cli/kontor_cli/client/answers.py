"""What the services answer, as far as the command line uses it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from kontor_contracts.billing.invoice import CollectionWay
from kontor_contracts.billing.run import RunTotals
from kontor_contracts.customers.party import DeliveryMethod
from kontor_contracts.values import Amount, CurrencyCode, Value
from pydantic import Field

from kontor_cli.settings import Service


class ImportProgress(Value):
    kind: Literal["progress"]
    done: int
    total: int


class RefusedRow(Value):
    """A row of which nothing was stored; `row` is its line in the file."""

    kind: Literal["refused"]
    row: int
    column: str = ""
    code: str
    reason: str


class ImportFinished(Value):
    kind: Literal["finished"]
    created: int
    updated: int
    unchanged: int
    refused: int


ImportLine = Annotated[ImportProgress | RefusedRow | ImportFinished, Field(discriminator="kind")]


class PartyLine(Value):
    id: UUID
    number: str
    lifecycle: str
    name: str
    city: str = ""
    country: str = ""
    delivery_method: str = ""
    on_hold: str = ""
    tags: tuple[str, ...] = ()


class Outbox(Value):
    unpublished: int


class Chunks(Value):
    done: int
    total: int


class Run(Value):
    id: UUID
    label: str
    state: Literal["waiting", "running", "completed"]
    chunks: Chunks
    totals: RunTotals | None = None

    @property
    def is_completed(self) -> bool:
        return self.state == "completed"


class Obstacle(Value):
    code: str
    message: str
    fields: tuple[str, ...] = ()


class LeftOut(Value):
    """An invoice that was not issued, with everything that keeps it back."""

    account_number: str
    name: str
    folders: tuple[str, ...] = ()
    code: str
    obstacles: tuple[Obstacle, ...] = ()


class CollectionPart(Value):
    reference: str
    way: CollectionWay
    amount: Amount
    source: str = ""


class RunInvoice(Value):
    id: UUID
    number: str
    account_number: str
    party_id: UUID
    net: Amount
    vat: Amount
    gross: Amount
    currency: CurrencyCode
    delivery_method: DeliveryMethod
    collections: tuple[CollectionPart, ...]


class InvoiceRow(Value):
    id: UUID
    number: str


class InvoiceState(Value):
    """An invoice or credit note, and what is owed of it; `credit` is what was paid beyond."""

    id: UUID
    number: str
    kind: str
    payable: Amount
    paid: Amount
    credited: Amount
    open: Amount
    credit: Amount


class ExcludedDebit(Value):
    """A collection that cannot be in the file, and the field to mend."""

    invoice_number: str
    code: str
    field: str
    reason: str


class Split(Value):
    """Why an invoice does not stand together with others of its customer."""

    reason: str
    value: str


class Change(Value):
    """Against what the same folders cost in the month before."""

    before: Amount
    percent: Decimal | None
    notable: bool


class NotBilled(Value):
    """A folder that is a draft, or cost something in the month before and nothing now."""

    account_number: str
    name: str
    folder: str
    reason: str
    before: Amount


class PreviewInvoice(Value):
    account_number: str
    folders: tuple[str, ...]
    net: Amount
    gross: Amount
    currency: CurrencyCode
    delivery_method: DeliveryMethod
    splits: tuple[Split, ...] = ()
    change: Change


class Preview(Value):
    """What a run would issue and leave out."""

    invoices: tuple[PreviewInvoice, ...]
    left_out: tuple[LeftOut, ...]
    not_billed: tuple[NotBilled, ...] = ()


class PreviewPage(Preview):
    next_cursor: str | None


class Batch(Value):
    name: str
    title: str = ""
    day: int | None = None
    billed_month: str
    version: int


class DebitFile(Value):
    id: UUID
    state: Literal["reserved", "created", "submitted", "confirmed"]
    message_id: str
    scheme: str
    count: int
    total: Amount
    sha256: str = ""
    excluded: tuple[ExcludedDebit, ...] = ()

    @property
    def is_created(self) -> bool:
        return self.state != "reserved"


class ReturnItem(Value):
    key: str
    kind: str
    reference: str
    amount: Amount | None
    code: str
    text: str = ""


class ReturnedDebit(Value):
    """A return and what was made of it."""

    entry: ReturnItem
    state: str
    reason: str = ""


class PaymentItem(Value):
    amount: Amount
    currency: str
    booked_on: date | None = None
    text: str = ""
    payer: str = ""


class PaidInvoice(Value):
    invoice_number: str
    amount: Amount


class ReceivedPayment(Value):
    """A payment and the invoices that it pays."""

    id: UUID
    payment: PaymentItem
    state: str
    reason: str = ""
    allocations: tuple[PaidInvoice, ...] = ()


class BankFileTaken(Value):
    entries: tuple[ReturnedDebit, ...]
    payments: tuple[ReceivedPayment, ...] = ()
    #: Not reached in time: the same file again takes them.
    remaining: int = 0


class Progress(Value):
    """How far one channel is with the invoices of a run."""

    done: int
    failed: int
    waiting: int
    files: int = 0


class Summary(Value):
    documents: Progress
    mails: Progress
    chorus_pro: Progress = Field(alias="chorus-pro")
    gocardless: Progress


class DeliveryRow(Value):
    invoice_id: UUID
    invoice_number: str
    channel: str
    method: str = ""
    state: str
    to: tuple[str, ...] = ()
    reason: str = ""
    attempts: int = 0


class Document(Value):
    invoice_id: UUID
    invoice_number: str
    sha256: str
    size: int


class LeftOutOfFile(Value):
    invoice_number: str
    code: str
    reason: str


class File(Value):
    """A Chorus Pro archive or a GoCardless export."""

    id: UUID
    name: str
    kind: str
    state: str
    count: int
    sha256: str = ""
    left_out: tuple[LeftOutOfFile, ...] = ()

    @property
    def is_closed(self) -> bool:
        return self.state == "closed"


class DepositRow(Value):
    """A Chorus Pro flow that is deposited by API."""

    id: UUID
    name: str
    count: int
    state: str
    flow_number: str = ""
    provider_state: str = ""
    reason: str = ""


class ParkedRow(Value):
    """A message that a service could not handle, or that waits behind one."""

    id: str
    group: str
    topic: str
    key: str
    reason: str
    attempts: int
    parked_at: datetime
    body: str = ""


class ParkedMessage(ParkedRow):
    service: Service

    @property
    def reference(self) -> str:
        """How people name it, for ids are a service's own."""
        return f"{self.service}/{self.id}"
