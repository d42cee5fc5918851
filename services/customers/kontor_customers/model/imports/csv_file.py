"""A CSV file as people's spreadsheets write it: UTF-8 or Latin-1, semicolons or commas."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kontor_contracts.errors import FieldError, InvalidInputError

if TYPE_CHECKING:
    import _csv

#: Windows writes these where it says Latin-1; Latin-1 proper has control characters there.
ENCODINGS = ("utf-8-sig", "cp1252", "latin-1")


@dataclass(frozen=True, slots=True)
class CellError:
    """A wrong cell: its column, a kebab-case code, a sentence."""

    column: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row by its line in the file; `problem` when it cannot be read as the header says."""

    line: int
    cells: dict[str, str] = field(default_factory=dict)
    problem: CellError | None = None


@dataclass(frozen=True)
class CsvFile:
    """A file whose header has been read and found good."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]


def read_csv(
    data: bytes,
    *,
    columns: Sequence[str],
    required: Sequence[str],
    spelled: Callable[[str], str] = str.casefold,
) -> CsvFile:
    """The file in `data`; InvalidInputError naming every unknown, double or missing column.

    `spelled` writes the names in the first line as `columns` does.
    """
    text = _decoded(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    header = tuple(spelled(cell.strip()) for cell in next(reader, []))
    errors = list(_header_errors(header, columns, required))
    if errors:
        raise InvalidInputError("The first line does not name the right columns.", fields=errors)
    return CsvFile(header, tuple(_rows(reader, header)))


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InvalidInputError("The file is UTF-16; save it as CSV in UTF-8.")
    for encoding in ENCODINGS[:-1]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode(ENCODINGS[-1])


def _delimiter(text: str) -> str:
    first_line = text.partition("\n")[0]
    return ";" if first_line.count(";") >= first_line.count(",") else ","


def _header_errors(
    header: Sequence[str], columns: Sequence[str], required: Sequence[str]
) -> Iterator[FieldError]:
    for name in dict.fromkeys(header):
        if name not in columns:
            yield FieldError(name, "unknown-column", f"is none of {', '.join(columns)}")
        elif header.count(name) > 1:
            yield FieldError(name, "double-column", "stands more than once in the first line")
    for name in required:
        if name not in header:
            yield FieldError(name, "missing-column", "is missing in the first line")


def _rows(reader: "_csv.Reader", header: Sequence[str]) -> Iterator[Row]:
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as wrong:
            yield Row(line, problem=CellError("", "unreadable", f"cannot be read: {wrong}"))
            continue
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield _row(line, cells, header)


def _row(line: int, cells: Sequence[str], header: Sequence[str]) -> Row:
    if len(cells) != len(header):
        reason = f"has {len(cells)} cells, the first line {len(header)}"
        return Row(line, problem=CellError("", "wrong-number-of-cells", reason))
    return Row(line, dict(zip(header, cells, strict=True)))


def number_of(row: Row) -> str:
    """The account number in the row, empty without one."""
    return row.cells.get("number", "").strip()
