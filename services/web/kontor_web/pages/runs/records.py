"""What billing and delivery answer about runs, as the pages read it."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from kontor_contracts.values import Amount, Value
from pydantic import Field

from kontor_web.mending import mended_at


class Chunks(Value):
    done: int
    total: int


class Totals(Value):
    invoices: int
    left_out: int
    net: Amount
    gross: Amount


class Run(Value):
    id: UUID
    label: str
    period: str
    batch: str
    state: str
    chunks: Chunks
    totals: Totals | None = None

    @property
    def is_completed(self) -> bool:
        return self.state == "completed"


class Obstacle(Value):
    code: str
    message: str
    fields: tuple[str, ...] = ()


class LeftOut(Value):
    party_id: UUID
    account_number: str
    name: str
    folders: tuple[str, ...]
    obstacles: tuple[Obstacle, ...]

    def mended_at(self, obstacle: Obstacle) -> str:
        """Where its first field is filled in."""
        return mended_at(next(iter(obstacle.fields), "lines"), self.party_id)


class IssuedInvoice(Value):
    id: UUID
    number: str
    account_number: str
    account_name: str = ""
    party_id: UUID
    net: Amount
    gross: Amount
    currency: str
    delivery_method: str


class Split(Value):
    reason: str
    value: str


class Change(Value):
    before: Amount
    percent: Decimal | None
    notable: bool


class PreviewedInvoice(Value):
    party_id: UUID
    account_number: str
    name: str
    folders: tuple[str, ...]
    splits: tuple[Split, ...]
    net: Amount
    gross: Amount
    currency: str
    delivery_method: str
    change: Change


class NotBilled(Value):
    party_id: UUID
    account_number: str
    name: str
    folder: str
    reason: str
    before: Amount


class Preview(Value):
    period: str
    totals: Totals
    invoices: tuple[PreviewedInvoice, ...]
    left_out: tuple[LeftOut, ...]
    not_billed: tuple[NotBilled, ...]
    next_cursor: str | None = None


class Figures(Value):
    done: int = 0
    failed: int = 0
    waiting: int = 0


class FileFigures(Figures):
    files: int = 0

    @property
    def all(self) -> int:
        return self.done + self.failed + self.waiting


class Deliveries(Value):
    """How far the deliveries of a run are, by channel."""

    documents: Figures
    mails: Figures
    archives: FileFigures = Field(FileFigures(), validation_alias="chorus-pro")
    exports: FileFigures = Field(FileFigures(), validation_alias="gocardless")

    @property
    def into_files(self) -> bool:
        return bool(self.archives.all or self.exports.all)


class BatchTerms(Value):
    title: str = ""
    #: Day of the month on which it is billed by itself.
    day: int | None = None
    billed_month: str = "past"


class Batch(BatchTerms):
    name: str
    version: int
    since: date
