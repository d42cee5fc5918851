"""Files of many invoices: each entry is settled, then a run's files close by counting."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID, uuid5

from kontor_contracts.billing.invoice import CollectionWay
from kontor_contracts.billing.run import BillingRunCompleted, RunTotals
from kontor_contracts.customers.organisation import ChorusSyntax
from kontor_contracts.customers.party import DeliveryMethod
from kontor_contracts.delivery.delivery import ArchiveCreated, Channel, ExportCreated, LeftOut
from kontor_contracts.values import Amount, Value
from pydantic import AliasChoices, Field

from kontor_delivery.model.delivery import InvoiceDelivery
from kontor_delivery.model.export import ExportRow

EntryT = TypeVar("EntryT")
#: Names the files that close at a set hour.
DAYS = UUID("5b0f3a52-9d0e-4b43-8f0e-2b6a1d7c9e11")
#: The delivery method that a kind of file serves.
FILED = {
    Channel.CHORUS_PRO: DeliveryMethod.CHORUS_PRO,
    Channel.GOCARDLESS: DeliveryMethod.GOCARDLESS_EXPORT,
}


class FileEntry(InvoiceDelivery):
    """An invoice on its way into a file."""

    file_id: UUID | None = None


class ArchiveEntry(FileEntry):
    """For a Chorus Pro flow; `xml` is there once it passed every rule."""

    #: Entries from before CII kept it as `ubl`.
    xml: bytes = Field(default=b"", validation_alias=AliasChoices("xml", "ubl"))
    syntax: ChorusSyntax = ChorusSyntax.UBL


class ExportEntry(FileEntry):
    """For the GoCardless file, with the rows that it puts there."""

    rows: tuple[ExportRow, ...] = ()


class Member(Value):
    """What a file's plan needs of an entry of either kind."""

    id: UUID
    invoice_number: str
    rows: tuple[ExportRow, ...] = ()
    #: Of an archive's entry.
    syntax: ChorusSyntax = ChorusSyntax.UBL


class ClosingState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Closing(Value):
    """What a completed run promised a channel: so many distinct invoices, then its files close.

    Without a run it is the closing of a day, for what belongs to no run or came too late for its.
    """

    id: str
    run_id: UUID | None
    channel: Channel
    label: str
    expected: int
    #: Somebody wants it closed with what is there.
    forced: bool = False
    #: What it waits for, though all its invoices are settled.
    reason: str = ""
    #: The `traceparent` of the run, which its files go on under.
    trace: str | None = None
    state: ClosingState = ClosingState.OPEN

    @classmethod
    def of(cls, completed: BillingRunCompleted, channel: Channel) -> "Closing":
        return cls(
            id=closing_id(completed.run_id, channel),
            run_id=completed.run_id,
            channel=channel,
            label=completed.label,
            expected=_expected(completed.totals, channel),
        )

    @classmethod
    def by_hand(cls, run_id: UUID, channel: Channel) -> "Closing":
        """Of a run whose completion has not reached us."""
        return cls(
            id=closing_id(run_id, channel),
            run_id=run_id,
            channel=channel,
            label=str(run_id)[:8],
            expected=0,
            forced=True,
        )

    @classmethod
    def of_day(cls, day: date, channel: Channel) -> "Closing":
        label = day.isoformat()
        return cls(id=f"{label}/{channel}", run_id=None, channel=channel, label=label, expected=0)


def _expected(totals: RunTotals, channel: Channel) -> int:
    """A run from before GoCardless' own count tells only how many had the export as method."""
    if channel is Channel.CHORUS_PRO:
        return totals.per_method.get(DeliveryMethod.CHORUS_PRO, 0)
    by_method = totals.per_method.get(DeliveryMethod.GOCARDLESS_EXPORT, 0)
    return max(by_method, totals.gocardless_file)


def parked_invoice(body: bytes, reason: str, closing: Closing) -> LeftOut | None:
    """The invoice of a parked message, where the closing waits for it: it counts as left out."""
    try:
        fact = json.loads(body)
        invoice, delivery = fact["invoice"], fact["delivery"]
        if invoice["run_id"] != str(closing.run_id) or not _is_for(closing, invoice, delivery):
            return None
        return LeftOut(
            invoice_id=invoice["id"],
            invoice_number=str(invoice["number"]),
            code="message-parked",
            reason=f"its message is parked; mend and replay it: {reason}",
        )
    except (ValueError, KeyError, TypeError):
        return None


def _is_for(closing: Closing, invoice: dict[str, Any], delivery: dict[str, Any]) -> bool:
    if delivery["method"] == FILED[closing.channel]:
        return True
    ways = {one["way"] for one in invoice["collections"]}
    return closing.channel is Channel.GOCARDLESS and CollectionWay.GOCARDLESS_FILE in ways


def closing_id(run_id: UUID, channel: Channel) -> str:
    return f"{run_id}/{channel}"


class FileState(StrEnum):
    """Reserved: name and members are fixed. Closed: the bytes are kept."""

    RESERVED = "reserved"
    CLOSED = "closed"


class DeliveryFile(Value):
    """A Chorus Pro flow or a GoCardless file. Made again after a crash, it has the same bytes."""

    id: UUID
    kind: Channel
    state: FileState = FileState.RESERVED
    name: str
    run_id: UUID | None
    count: int
    left_out: tuple[LeftOut, ...] = ()
    #: Of an archive.
    syntax: ChorusSyntax = ChorusSyntax.UBL
    #: Sum of an export file.
    total: Amount = Decimal("0.00")
    #: First day that an export file may name as charge date.
    earliest_charge: date | None = None
    sha256: str = ""
    size: int = 0
    content: str = ""
    #: The `traceparent` of the run that it is of.
    trace: str | None = None
    #: None of files from before it was kept.
    planned_at: datetime | None = None
    due_at: datetime

    def created(self, at: datetime) -> ArchiveCreated | ExportCreated:
        facts = {
            "file_id": self.id,
            "name": self.name,
            "run_id": self.run_id,
            "count": self.count,
            "left_out": self.left_out,
            "sha256": self.sha256,
            "at": at,
        }
        if self.kind is Channel.CHORUS_PRO:
            return ArchiveCreated.model_validate(facts)
        return ExportCreated.model_validate({**facts, "total": self.total})


def file_id(closing: Closing, position: int) -> UUID:
    """The same each time that the closing plans its files."""
    if closing.run_id is None:
        return uuid5(DAYS, f"{closing.id}/{position}")
    return uuid5(closing.run_id, f"{closing.channel}/{position}")


def split(entries: Sequence[EntryT], size: int) -> Iterator[Sequence[EntryT]]:
    """`entries` in their order, at most `size` a part."""
    for start in range(0, len(entries), size):
        yield entries[start : start + size]
