"""What a chunk of rows comes to: records to save, and each row's outcome."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from kontor_customers.model.imports.columns import RowRefusedError
from kontor_customers.model.imports.rows import CellError, Row

RecordT = TypeVar("RecordT")
#: What may stand once in a file, by the column that is to blame for a double.
Keys = Callable[[Row], Mapping[str, str]]


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A wrong cell of a refused row."""

    row: int
    error: CellError


@dataclass
class Tally:
    """How the rows so far came out."""

    counts: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    refusals: list[Refusal] = field(default_factory=list)

    def refuse(self, row: Row, errors: Iterable[CellError]) -> None:
        self.counts[Outcome.REFUSED] += 1
        self.refusals += [Refusal(row.line, error) for error in errors]

    def add(self, other: "Tally") -> None:
        for outcome, count in other.counts.items():
            self.counts[outcome] += count
        self.refusals += other.refusals


@dataclass
class Plan(Generic[RecordT]):
    """Records as they were and as they are to be, by the key of the import."""

    before: dict[str, RecordT | None]
    after: dict[str, RecordT] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)

    def current(self, key: str) -> RecordT | None:
        """The record with what earlier rows of the chunk have done to it."""
        return self.after.get(key) or self.before.get(key)

    def changes(self) -> list[tuple[RecordT | None, RecordT]]:
        """The records to save, each with what it was."""
        return [(self.before.get(key), record) for key, record in self.after.items()]


def planned(
    rows: Iterable[Row], plan: Plan[RecordT], step: Callable[[Plan[RecordT], Row], Outcome]
) -> Plan[RecordT]:
    """`plan` after `step` for each row; a row that the step refuses leaves no trace in it."""
    for row in rows:
        try:
            outcome = step(plan, row)
        except RowRefusedError as refused:
            plan.tally.refuse(row, refused.errors)
        else:
            plan.tally.counts[outcome] += 1
    return plan


def readable_and_first(
    rows: Iterable[Row], keys: Keys, seen: dict[str, int], tally: Tally
) -> list[Row]:
    """The rows that can be read and repeat no key of an earlier row; the rest are refused."""
    good = []
    for row in rows:
        doubles = [] if row.problem else list(_doubles(row, keys(row), seen))
        if row.problem or doubles:
            tally.refuse(row, [row.problem] if row.problem else doubles)
        else:
            good.append(row)
    return good


def _doubles(row: Row, keys: Mapping[str, str], seen: dict[str, int]) -> Iterator[CellError]:
    for column, key in keys.items():
        first = seen.setdefault(key, row.line)
        if first != row.line:
            yield CellError(column, "double", f"the same stands in row {first} already")


def unknown_party(parse: Callable[[], object]) -> RowRefusedError:
    """The refusal of a row whose account number nobody has, with all else that is wrong in it."""
    errors = [CellError("number", "unknown-party", "is no account number of ours")]
    try:
        parse()
    except RowRefusedError as refused:
        errors += refused.errors
    return RowRefusedError(errors)
