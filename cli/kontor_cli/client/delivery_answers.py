"""What delivery answers, as far as commands read it."""

from uuid import UUID

from kontor_contracts.values import Value
from pydantic import Field


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
