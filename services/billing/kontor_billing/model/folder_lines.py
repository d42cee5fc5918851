"""Lines of a folder, added and changed one at a time."""

from collections.abc import Iterator
from uuid import UUID

from kontor_contracts.billing.folder import Folder, FolderLine
from kontor_contracts.errors import FieldError, InvalidInputError, NotFoundError

from kontor_billing.model.folder_changes import MOST_LINES, LineFields, changed
from kontor_billing.model.folder_import import with_line
from kontor_billing.model.folders import BilledFolder
from kontor_billing.model.line_rules import line_errors

#: What says which days belong to which interval: fixed once one of them is billed.
GRID = ("kind", "start", "interval_months", "timing")


def line_added(folder: Folder, line_id: UUID, fields: LineFields) -> Folder:
    """The folder with one line more; InvalidInputError names every wrong field of it."""
    if len(folder.lines) >= MOST_LINES:
        raise InvalidInputError(f"a folder has {MOST_LINES} lines at most: open another folder")
    line = FolderLine(id=line_id, **_said(fields))
    _check(list(line_errors(line)))
    return changed(folder, {"lines": with_line(folder, line).lines})


def line_changed(read: BilledFolder, line_id: UUID, fields: LineFields) -> Folder:
    """The folder with the line as it is to be; days that are billed stay billed as they were."""
    before = line_of(read.folder, line_id)
    line = FolderLine(id=line_id, **_said(fields))
    fixed = _grid_errors(before, line) if read.coverage(line_id) else ()
    _check([*line_errors(line), *fixed])
    return changed(read.folder, {"lines": with_line(read.folder, line).lines})


def line_of(folder: Folder, line_id: UUID) -> FolderLine:
    found = next((line for line in folder.lines if line.id == line_id), None)
    if found is None:
        raise NotFoundError("the folder has no such line")
    return found


def _said(fields: LineFields) -> dict[str, object]:
    return {name: getattr(fields, name) for name in LineFields.model_fields}


def _grid_errors(before: FolderLine, after: FolderLine) -> Iterator[FieldError]:
    for name in GRID:
        if getattr(before, name) != getattr(after, name):
            message = "the line has been billed: end it and add another"
            yield FieldError(name, "billed", message)


def _check(errors: list[FieldError]) -> None:
    if errors:
        raise InvalidInputError("the line is wrong", fields=errors)
