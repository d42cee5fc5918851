"""How the rows of an import come out, and which of them are looked at."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kontor_chassis.import_report import Finished, Refused
from kontor_chassis.tables import Row

from kontor_billing.model.import_rows import Outcome, RowRefusedError, refused


@dataclass
class Report:
    """How the rows have come out so far."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    refusals: list[Refused] = field(default_factory=list)
    refused_rows: int = 0

    def refuse(self, row: Row, error: RowRefusedError) -> None:
        self.refused_rows += 1
        self.refusals += [
            Refused(row=row.line, column=one.field, code=one.code, reason=one.message)
            for one in error.fields
        ]

    def add(self, done: "Report") -> None:
        self.outcomes += done.outcomes
        self.refusals += done.refusals
        self.refused_rows += done.refused_rows

    def finished(self) -> Finished:
        sums = {outcome.value: self.outcomes[outcome] for outcome in Outcome}
        return Finished(**sums, refused=self.refused_rows)


def readable_and_first(
    key: Sequence[str], rows: Sequence[Row], seen: dict[tuple[str, ...], int], report: Report
) -> Iterator[Row]:
    """The rows that can be read and repeat no earlier one; the others are refused."""
    for row in rows:
        if row.unreadable:
            report.refuse(row, refused("", "unreadable", row.unreadable))
            continue
        first = seen.setdefault(tuple(row.cells[name] for name in key), row.line)
        if first == row.line:
            yield row
        else:
            report.refuse(row, refused(key[-1], "double", f"stands in row {first} already"))
