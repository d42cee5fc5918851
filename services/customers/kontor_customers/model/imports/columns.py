"""Cells of a row laid over what is stored: an absent column keeps, an empty cell clears."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from kontor_contracts.errors import FieldError, InvalidInputError
from pydantic import ValidationError

from kontor_customers.model.imports.rows import CellError
from kontor_customers.model.strict import Strict, field_errors

Path = tuple[str, ...]
#: Where the cell of a column belongs in the record.
Columns = Mapping[str, Path]
Nested = dict[str, object]
#: Between the entries of a cell that holds several.
SEPARATOR = "|"
#: What makes a spreadsheet calculate (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
StrictT = TypeVar("StrictT", bound=Strict)


class RowRefusedError(InvalidInputError):
    """A row has wrong cells; none of it is stored."""

    def __init__(self, errors: Sequence[CellError]) -> None:
        super().__init__("The row has wrong cells.")
        self.errors = tuple(errors)


def laid_over(record: Nested, cells: Mapping[str, str], columns: Columns) -> Nested:
    """`record`, which is changed, with the cells at their places."""
    for column, cell in cells.items():
        _put(record, columns[column], plain(cell))
    return {
        name: _without_hollows(value) if isinstance(value, dict) else value
        for name, value in record.items()
    }


def plain(cell: str) -> str:
    """The cell without outer blanks, and without the apostrophe that keeps a formula a text."""
    text = cell.strip(" \u00a0")
    return text[1:] if text.startswith("'") and text[1:2] in FORMULA_STARTS else text


def listed(cell: object) -> object:
    """The entries of a cell that holds several, as in `a|b`."""
    if not isinstance(cell, str):
        return cell
    return [entry.strip() for entry in cell.split(SEPARATOR) if entry.strip()]


def _put(record: Nested, path: Path, cell: str) -> None:
    for step in path[:-1]:
        inner = record.get(step)
        if not isinstance(inner, dict):
            if not cell:
                return
            inner = record[step] = {}
        record = inner
    if cell:
        record[path[-1]] = cell
    else:
        record.pop(path[-1], None)


def _without_hollows(record: Nested) -> Nested:
    """Groups without any cell are not there: an address of empty cells is no address."""
    filled: Nested = {}
    for name, value in record.items():
        kept = _without_hollows(value) if isinstance(value, dict) else value
        if kept != {}:
            filled[name] = kept
    return filled


def parsed_row(model: type[StrictT], record: Nested, columns: Columns) -> StrictT:
    """The record as a `model`; RowRefusedError naming every wrong column."""
    try:
        return model.model_validate(record)
    except ValidationError as wrong:
        raise refusal(field_errors(wrong), columns) from wrong


def refusal(errors: Sequence[FieldError], columns: Columns) -> RowRefusedError:
    """The errors of fields as errors of the columns they came from."""
    return RowRefusedError(
        [CellError(_column(one.field, columns), one.code, one.message) for one in errors]
    )


def _column(field: str, columns: Columns) -> str:
    steps = tuple(field.split("."))
    fitting = [name for name, path in columns.items() if path == steps[: len(path)]]
    return fitting[0] if fitting else steps[-1]
