"""What an import says while it runs, one line after the other."""

from collections.abc import Iterable, Iterator
from typing import Literal

from kontor_contracts.values import Value

from kontor_customers.model.imports.plan import Outcome, Refusal, Tally


class Progress(Value):
    kind: Literal["progress"] = "progress"
    done: int
    total: int


class Refused(Value):
    """A wrong cell; `row` is the line in the file, the first line being the header."""

    kind: Literal["refused"] = "refused"
    row: int
    column: str
    code: str
    reason: str


class Finished(Value):
    kind: Literal["finished"] = "finished"
    created: int
    updated: int
    unchanged: int
    refused: int


ReportLine = Progress | Refused | Finished


def refused_lines(refusals: Iterable[Refusal]) -> Iterator[Refused]:
    """The wrong cells by their row."""
    for one in sorted(refusals, key=lambda refusal: refusal.row):
        error = one.error
        yield Refused(row=one.row, column=error.column, code=error.code, reason=error.reason)


def finished(tally: Tally) -> Finished:
    """The sum of it."""
    return Finished(**{outcome.value: tally.counts[outcome] for outcome in Outcome})
