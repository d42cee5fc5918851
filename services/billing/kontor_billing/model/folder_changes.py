"""What people say of folders and their lines, and which fact each change is."""

from collections.abc import Callable, Iterable, Mapping
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
)
from kontor_contracts.billing.installation import Installation
from kontor_contracts.errors import ConflictError, FieldError, InvalidInputError
from pydantic import Field

from kontor_billing.model.articles import PriceList
from kontor_billing.model.entered import FilledText, Strict, Text
from kontor_billing.model.line_fields import LineFields, line_of_fields

MOST_LINES = 5000
Slot = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
FolderNumber = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,20}$")]


class FolderNumberTakenError(ConflictError):
    """The party has a folder of this number."""


class FolderClosedForGoodError(ConflictError):
    """A closed folder stays as it is."""


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


def opened(
    party_id: UUID, fields: FolderFields, prices: PriceList, new_id: Callable[[], UUID]
) -> Folder:
    """A draft; InvalidInputError names every wrong field of every line."""
    lines = checked_lines(fields.lines, prices, new_id)
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


def checked_lines(
    lines: Iterable[LineFields], prices: PriceList, new_id: Callable[[], UUID]
) -> tuple[FolderLine, ...]:
    made: list[FolderLine] = []
    errors: list[FieldError] = []
    for index, fields in enumerate(lines):
        try:
            made.append(line_of_fields(new_id(), fields, prices))
        except InvalidInputError as wrong:
            errors += [
                FieldError(f"lines.{index}.{one.field}", one.code, one.message)
                for one in wrong.fields
            ]
    if errors:
        raise InvalidInputError("some lines are wrong", fields=errors)
    return tuple(made)
