"""Lines of a folder, added and changed one at a time."""

from collections.abc import Iterator
from uuid import UUID

from kontor_contracts.billing.folder import Folder, FolderLine
from kontor_contracts.errors import FieldError, InvalidInputError, NotFoundError

from kontor_billing.model.articles import PriceList
from kontor_billing.model.folder_changes import MOST_LINES, changed
from kontor_billing.model.folder_import import with_line
from kontor_billing.model.folders import BilledFolder
from kontor_billing.model.line_fields import LineFields, line_of_fields

#: What says which days belong to which interval: fixed once one of them is billed.
GRID = ("kind", "start", "interval_months", "timing")


def line_added(folder: Folder, line_id: UUID, fields: LineFields, prices: PriceList) -> Folder:
    """The folder with one line more; InvalidInputError names every wrong field of it."""
    if len(folder.lines) >= MOST_LINES:
        raise InvalidInputError(f"a folder has {MOST_LINES} lines at most: open another folder")
    line = line_of_fields(line_id, fields, prices)
    return changed(folder, {"lines": with_line(folder, line).lines})


def line_changed(
    read: BilledFolder, line_id: UUID, fields: LineFields, prices: PriceList
) -> Folder:
    """The folder with the line as it is to be; days that are billed stay billed as they were."""
    before = line_of(read.folder, line_id)
    line = line_of_fields(line_id, fields, prices)
    fixed = list(_grid_errors(before, line)) if read.coverage(line_id) else []
    if fixed:
        raise InvalidInputError("the line is wrong", fields=fixed)
    return changed(read.folder, {"lines": with_line(read.folder, line).lines})


def line_of(folder: Folder, line_id: UUID) -> FolderLine:
    found = next((line for line in folder.lines if line.id == line_id), None)
    if found is None:
        raise NotFoundError("the folder has no such line")
    return found


def _grid_errors(before: FolderLine, after: FolderLine) -> Iterator[FieldError]:
    for name in GRID:
        if getattr(before, name) != getattr(after, name):
            message = "the line has been billed: end it and add another"
            yield FieldError(name, "billed", message)
