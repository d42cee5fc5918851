"""What the services answer, as far as the command line uses it."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from kontor_contracts.billing.invoice import CollectionWay, InvoiceKind
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


class InvoiceState(Value):
    """An invoice or credit note, and what is owed of it; `credit` is what was paid beyond."""

    id: UUID
    number: str
    kind: InvoiceKind
    #: Of the invoice that a credit note credits.
    preceding_number: str = ""
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
