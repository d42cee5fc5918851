"""Tables that people import and export: CSV as spreadsheets write and read it."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from kontor_contracts.errors import FieldError, InvalidInputError

if TYPE_CHECKING:
    from _csv import Reader

#: Windows-1252 is what "ANSI" means to spreadsheets; Latin-1 has controls where that has gaps.
ENCODINGS = ("utf-8-sig", "cp1252", "latin-1")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")

#: A spreadsheet calculates what begins so (OWASP, CSV injection); `'` before it makes it a text.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its line in the file (the header is 1); `unreadable` says why it has no cells."""

    line: int
    cells: Mapping[str, str] = field(default_factory=dict)
    unreadable: str = ""


def read_table(
    data: bytes,
    *,
    columns: Sequence[str],
    required: Sequence[str],
    spelled: Callable[[str], str] = str.casefold,
) -> list[Row]:
    """The rows below the header; blank ones are skipped, cells come without outer blanks.

    `spelled` writes the names in the header as `columns` does. InvalidInputError names every
    unknown, double or missing column of it.
    """
    text = _decoded(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    header = [spelled(cell.strip()) for cell in next(reader, [])]
    if errors := list(_header_errors(header, columns, required)):
        raise InvalidInputError("the first line does not name the right columns", fields=errors)
    return list(_rows(reader, header))


def _decoded(data: bytes) -> str:
    if data.startswith(UTF_16):
        raise InvalidInputError("the file is UTF-16; save it as CSV UTF-8")
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


def _rows(reader: "Reader", header: Sequence[str]) -> Iterator[Row]:
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as wrong:
            yield Row(line, unreadable=str(wrong))
            continue
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield _row(line, [cell.strip() for cell in cells], header)


def _row(line: int, cells: Sequence[str], header: Sequence[str]) -> Row:
    if len(cells) != len(header):
        return Row(line, unreadable=f"has {len(cells)} cells, the first line {len(header)}")
    return Row(line, dict(zip(header, cells, strict=True)))


def written_row(cells: Iterable[str | Decimal]) -> str:
    """A row of an export; a spreadsheet shows texts as they are and calculates none of them."""
    written = io.StringIO()
    row = [_neutral(cell) if isinstance(cell, str) else f"{cell:f}" for cell in cells]
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerow(row)
    return written.getvalue()


def _neutral(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
