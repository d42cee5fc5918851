"""What people do to folders: open, fill with lines, activate."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID, uuid5

from kontor_contracts.billing.folder import (
    Folder,
    FolderActivated,
    FolderChanged,
    FolderEvent,
    FolderLine,
    FolderOpened,
    FolderPayment,
    FolderState,
    LineKind,
    Timing,
)
from kontor_contracts.billing.usage import UsageTariff
from kontor_contracts.errors import ConflictError, FieldError, InvalidInputError
from kontor_contracts.values import Percent, Quantity, UnitPrice, Value
from pydantic import ConfigDict, Field

INTERVALS = (1, 2, 3, 6, 12)
MOST_LINES = 5000
Text = Annotated[str, Field(max_length=500)]
FilledText = Annotated[str, Field(min_length=1, max_length=500)]
FolderNumber = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,20}$")]


class Strict(Value):
    """What callers write: a misspelt field is refused, not ignored."""

    model_config = ConfigDict(extra="forbid")


class FolderNumberTakenError(ConflictError):
    """The party has a folder of this number."""


class FolderNotADraftError(ConflictError):
    """Only a draft can be activated."""


class LineFields(Strict):
    """What a caller says about a line of a folder."""

    kind: LineKind
    article: Text = ""
    description: FilledText
    quantity: Quantity = Decimal(1)
    unit: Text = "C62"
    unit_price: UnitPrice
    discount_percent: Percent = Decimal(0)
    interval_months: int = 1
    timing: Timing = Timing.ADVANCE
    start: date
    end: date | None = None
    #: A usage line, and no other, says its tariff.
    tariff: UsageTariff | None = None


class FolderFields(Strict):
    """What a caller says about a folder."""

    number: FolderNumber
    title: FilledText
    site: Text = ""
    #: BT-13; Chorus Pro takes 50 characters.
    purchase_order: Annotated[str, Field(max_length=50)] = ""
    payment: FolderPayment | None = None
    #: Whose run bills it; a consolidated customer's is set on the customer.
    batch: Annotated[str, Field(max_length=50)] = ""
    standard_installation: Text = ""
    lines: Annotated[tuple[LineFields, ...], Field(max_length=MOST_LINES)] = ()


def folder_id(party_id: UUID, number: str) -> UUID:
    """A party's folder of one number is one folder, however often it is entered or imported."""
    return uuid5(party_id, f"folder/{number}")


def line_id(folder: UUID, key: str) -> UUID:
    """The line that an import calls `key` within its folder."""
    return uuid5(folder, f"line/{key}")


def opened(party_id: UUID, fields: FolderFields, new_id: Callable[[], UUID]) -> Folder:
    """A draft; InvalidInputError names every wrong field of every line."""
    lines = tuple(FolderLine(id=new_id(), **line.model_dump()) for line in fields.lines)
    check_lines(lines)
    own = fields.model_dump(exclude={"lines", "payment"})
    return Folder(
        id=folder_id(party_id, fields.number),
        version=1,
        party_id=party_id,
        payment=fields.payment,
        lines=lines,
        **own,
    )


def activated(folder: Folder, on: date) -> Folder:
    """The folder as active from `on`; the same folder when it is active already."""
    if folder.state is FolderState.ACTIVE:
        return folder
    if folder.state is not FolderState.DRAFT:
        raise FolderNotADraftError(f"folder {folder.number} is {folder.state}")
    return folder.model_copy(
        update={
            "state": FolderState.ACTIVE,
            "activated_on": folder.activated_on or on,
            "version": folder.version + 1,
        }
    )


def event_of(before: Folder | None, after: Folder) -> FolderEvent:
    """The fact that a change is."""
    if before is None:
        return FolderOpened(folder=after)
    if (before.state, after.state) == (FolderState.DRAFT, FolderState.ACTIVE):
        return FolderActivated(folder=after)
    return FolderChanged(folder=after)


def check_lines(lines: Iterable[FolderLine]) -> None:
    errors = [
        FieldError(f"lines.{index}.{error.field}", error.code, error.message)
        for index, line in enumerate(lines)
        for error in line_errors(line)
    ]
    if errors:
        raise InvalidInputError("some lines are wrong", fields=errors)


def line_errors(line: FolderLine) -> Iterable[FieldError]:
    if line.kind is LineKind.RECURRING and line.interval_months not in INTERVALS:
        message = f"an interval has {', '.join(map(str, INTERVALS))} months"
        yield FieldError("interval_months", "not-an-interval", message)
    if (line.kind is LineKind.USAGE) != (line.tariff is not None):
        message = "a usage line, and no other, says its tariff"
        yield FieldError("tariff", "does-not-fit", message)
    if line.kind is LineKind.USAGE and line.unit_price < 0:
        yield FieldError("unit_price", "negative", "usage has no negative price")
    if line.end is not None and line.end <= line.start:
        yield FieldError("end", "before-start", "a line ends after its start")
    if not 0 <= line.discount_percent <= 100:  # noqa: PLR2004  # per cent
        yield FieldError("discount_percent", "not-a-percentage", "a discount is 0 to 100 %")
    if not line.description:
        yield FieldError("description", "missing", "a line says what is billed")
    if line.quantity == 0:
        yield FieldError("quantity", "zero", "a quantity is not zero")
