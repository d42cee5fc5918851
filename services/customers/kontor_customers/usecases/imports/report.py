"""How rows came out, as lines of the report."""

from collections.abc import Iterable, Iterator

from kontor_chassis.import_report import Finished, Refused

from kontor_customers.model.imports.plan import Outcome, Refusal, Tally


def refused_lines(refusals: Iterable[Refusal]) -> Iterator[Refused]:
    """The wrong cells by their row."""
    for one in sorted(refusals, key=lambda refusal: refusal.row):
        error = one.error
        yield Refused(row=one.row, column=error.column, code=error.code, reason=error.reason)


def finished(tally: Tally) -> Finished:
    """The sum of it."""
    return Finished(**{outcome.value: tally.counts[outcome] for outcome in Outcome})
