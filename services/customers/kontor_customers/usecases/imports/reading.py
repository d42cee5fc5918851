"""A file's rows as the rules of imports know them."""

from collections.abc import Callable, Sequence

from kontor_chassis import tables

from kontor_customers.model.imports.rows import CellError, Row


def read_rows(
    data: bytes,
    *,
    columns: Sequence[str],
    required: Sequence[str],
    spelled: Callable[[str], str] = str.casefold,
) -> list[Row]:
    """The rows in `data`; InvalidInputError naming every unknown, double or missing column."""
    read = tables.read_table(data, columns=columns, required=required, spelled=spelled)
    return [_row(row) for row in read]


def _row(read: tables.Row) -> Row:
    if read.unreadable:
        return Row(read.line, problem=CellError("", "unreadable", read.unreadable))
    return Row(read.line, read.cells)
