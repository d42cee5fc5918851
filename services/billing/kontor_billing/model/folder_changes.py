"""What people say of folders and their lines, and which fact each change is."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID, uuid5

from kontor_contracts.billing.folder import (
    Folder,
    FolderActivated,
    FolderChanged,
    FolderClosed,
    FolderEvent,
    FolderLine,
    FolderOpened,
    FolderPayment,
    FolderState,
    LineKind,
    Pause,
    PriceChange,
    Timing,
    VatClass,
)
from kontor_contracts.billing.installation import Installation
from kontor_contracts.billing.usage import UsageTariff
from kontor_contracts.errors import ConflictError, FieldError, InvalidInputError
from kontor_contracts.values import Amount, Percent, Quantity, UnitPrice, Value
from pydantic import ConfigDict, Field

from kontor_billing.model.line_rules import line_errors

MOST_LINES = 5000
Text = Annotated[str, Field(max_length=500)]
FilledText = Annotated[str, Field(min_length=1, max_length=500)]
Slot = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
FolderNumber = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,20}$")]


class Strict(Value):
    """What callers write: a misspelt field is refused, not ignored."""

    model_config = ConfigDict(extra="forbid")


class FolderNumberTakenError(ConflictError):
    """The party has a folder of this number."""


class FolderClosedForGoodError(ConflictError):
    """A closed folder stays as it is."""


class LineFields(Strict):
    """What a caller says about a line of a folder."""

    kind: LineKind
    article: Text = ""
    description: FilledText
    quantity: Quantity = Decimal(1)
    unit: Text = "C62"
    unit_price: UnitPrice
    vat_class: VatClass = VatClass.STANDARD
    discount_percent: Percent = Decimal(0)
    #: Taken off each interval's price, behind the percentage.
    discount_amount: Amount = Decimal(0)
    interval_months: int = 1
    timing: Timing = Timing.ADVANCE
    start: date
    end: date | None = None
    #: A usage line, and no other, says its tariff.
    tariff: UsageTariff | None = None
    #: A yearly licence: so many days before it renews itself, that is told.
    renewal_notice_days: Annotated[int, Field(ge=1, le=365)] | None = None
    #: A recurring line is not billed then.
    pauses: Annotated[tuple[Pause, ...], Field(max_length=100)] = ()
    #: Prices from a day on.
    prices: Annotated[tuple[PriceChange, ...], Field(max_length=100)] = ()


class FolderTerms(Strict):
    """What a caller says about a folder, and may change later."""

    title: FilledText
    site: Text = ""
    #: BT-13; Chorus Pro takes 50 characters.
    purchase_order: Annotated[str, Field(max_length=50)] = ""
    payment: FolderPayment | None = None
    #: The party that pays in place of the folder's own.
    payer_id: UUID | None = None
    #: Who fills which slot: slot → team member.
    roles: dict[Slot, UUID] = Field(default_factory=dict, max_length=50)
    #: Whose run bills it; a consolidated customer's is set on the customer.
    batch: Annotated[str, Field(max_length=50)] = ""
    #: Key of the template that starts with the activation.
    standard_installation: Text = ""


class FolderFields(FolderTerms):
    """A new folder."""

    number: FolderNumber
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


def with_terms(folder: Folder, terms: FolderTerms) -> Folder:
    """The folder as it is to be; the same folder when that changes nothing."""
    if folder.state is not FolderState.DRAFT and (
        terms.standard_installation != folder.standard_installation
    ):
        message = "a standard installation starts with the activation: it is chosen on a draft"
        wrong = FieldError("standard_installation", "not-a-draft", message)
        raise InvalidInputError("the folder is no draft any more", fields=[wrong])
    said = {name: getattr(terms, name) for name in FolderTerms.model_fields}
    return changed(folder, said)


def changed(folder: Folder, said: Mapping[str, object]) -> Folder:
    """One version further, or the same folder when nothing is new."""
    if folder.state is FolderState.CLOSED:
        raise FolderClosedForGoodError(f"folder {folder.number} is closed")
    after = folder.model_copy(update=dict(said))
    if after == folder:
        return folder
    return after.model_copy(update={"version": folder.version + 1})


def event_of(
    before: Folder | None, after: Folder, installation: Installation | None = None
) -> FolderEvent:
    """The fact that a change is; an activation carries the `installation` that starts with it."""
    if before is None:
        return FolderOpened(folder=after)
    if (before.state, after.state) == (FolderState.DRAFT, FolderState.ACTIVE):
        return FolderActivated(folder=after, installation=installation, roles=after.roles)
    if after.state is FolderState.CLOSED and before.state is not FolderState.CLOSED:
        return FolderClosed(folder=after)
    return FolderChanged(folder=after)


def check_lines(lines: Iterable[FolderLine]) -> None:
    errors = [
        FieldError(f"lines.{index}.{error.field}", error.code, error.message)
        for index, line in enumerate(lines)
        for error in line_errors(line)
    ]
    if errors:
        raise InvalidInputError("some lines are wrong", fields=errors)
