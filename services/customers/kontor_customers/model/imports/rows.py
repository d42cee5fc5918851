"""Rows of a file and their wrong cells, whoever has read them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


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
    cells: Mapping[str, str] = field(default_factory=dict)
    problem: CellError | None = None


def number_of(row: Row) -> str:
    """The account number in the row, empty without one."""
    return row.cells.get("number", "").strip()
