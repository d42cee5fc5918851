"""Intervals of lines and what is billed of them, against a computation day by day."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, pairwise, takewhile

from hypothesis import given
from hypothesis import strategies as st
from kontor_billing.model.coverage import Coverage, Span, extended, gaps
from kontor_billing.model.intervals import due_parts
from kontor_billing.model.months import first_of_month, month_number
from kontor_billing.testing.records import a_line
from kontor_contracts.billing.folder import FolderLine, LineKind, Timing

FIRST, LAST = date(2024, 1, 1), date(2028, 1, 1)
days = st.dates(FIRST, LAST)
firsts = days.map(lambda day: day.replace(day=1))
spans = st.tuples(days, st.integers(1, 400)).map(
    lambda pair: Span(pair[0], pair[0] + timedelta(days=pair[1]))
)
coverages = st.lists(spans, max_size=4).map(lambda some: extended((), some))
recurring = st.builds(
    a_line,
    interval_months=st.sampled_from([1, 2, 3, 6, 12]),
    timing=st.sampled_from(Timing),
    start=days,
    end=st.none(),
)
licences = st.builds(
    a_line,
    interval_months=st.just(12),
    renewal_notice_days=st.integers(0, 90),
    timing=st.sampled_from(Timing),
    start=days | st.just(date(2024, 2, 29)),
    end=st.none() | st.dates(date(2028, 1, 2), date(2029, 1, 1)),
)
recurring |= licences | st.builds(
    lambda start, length, **rest: a_line(start=start, end=start + timedelta(days=length), **rest),
    start=days,
    length=st.integers(1, 900),
    interval_months=st.sampled_from([1, 2, 3, 6, 12]),
    timing=st.sampled_from(Timing),
)


def days_of(coverage: Coverage) -> set[date]:
    return {span.start + timedelta(days=n) for span in coverage for n in range(span.days)}


def same_day(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)


def slow_intervals(line: FolderLine) -> Iterator[tuple[date, date]]:
    """Walk from the month of the line's start, of a licence from its day, interval by interval."""
    licence = line.renewal_notice_days is not None
    start = line.start if licence else line.start.replace(day=1)
    for number in count(1):
        grid = first_of_month(month_number(start) + line.interval_months)
        end = same_day(line.start, number) if licence else grid
        yield start, end
        start = end


def slow_interval(line: FolderLine, day: date) -> tuple[date, date]:
    return next(one for one in slow_intervals(line) if day < one[1])


def days_due(line: FolderLine, until: date) -> Iterator[date]:
    """Of every interval that is due as a whole."""
    for start, end in takewhile(lambda one: one[0] < until, slow_intervals(line)):
        served_from, served_to = max(start, line.start), min(end, line.end or end)
        due = served_from < until if line.timing is Timing.ADVANCE else served_to <= until
        if due:
            yield from days_of((Span(served_from, served_to),))


@given(recurring, coverages, firsts)
def test_a_line_is_billed_for_every_day_that_is_due_and_not_yet_billed(
    line: FolderLine, billed: Coverage, until: date
) -> None:
    parts = list(due_parts(line, billed, until))
    expected = set(days_due(line, until)) - days_of(billed)
    found = [day for part in parts for day in days_of((part.span,))]
    assert set(found) == expected
    assert len(found) == len(expected)


@given(recurring, coverages, firsts)
def test_no_part_reaches_beyond_its_interval_and_each_knows_how_long_that_is(
    line: FolderLine, billed: Coverage, until: date
) -> None:
    for part in due_parts(line, billed, until):
        start, end = slow_interval(line, part.span.start)
        assert start <= part.span.start < part.span.end <= end
        assert part.interval_days == (end - start).days


@given(recurring, coverages, firsts)
def test_billing_what_is_due_leaves_nothing_due(
    line: FolderLine, billed: Coverage, until: date
) -> None:
    added = [part.span for part in due_parts(line, billed, until)]
    assert not list(due_parts(line, extended(billed, added), until))


@given(days, firsts)
def test_a_one_off_is_billed_once_when_the_run_reaches_its_day(start: date, until: date) -> None:
    line = a_line(kind=LineKind.ONE_OFF, start=start)
    parts = list(due_parts(line, (), until))
    assert [part.span.start for part in parts] == ([start] if start < until else [])
    assert not list(due_parts(line, tuple(part.span for part in parts), until))


def test_a_quarter_that_begins_inside_its_first_month_is_billed_from_there_to_its_end() -> None:
    line = a_line(start=date(2026, 10, 12), interval_months=3)
    (part,) = due_parts(line, (), date(2026, 11, 1))
    assert part.span == Span(date(2026, 10, 12), date(2027, 1, 1))
    assert (part.span.days, part.interval_days) == (81, 92)


def test_a_line_in_arrears_that_ends_inside_an_interval_is_billed_when_it_has_ended() -> None:
    line = a_line(
        start=date(2026, 10, 1), end=date(2026, 10, 15), interval_months=12, timing=Timing.ARREARS
    )
    assert [part.span.days for part in due_parts(line, (), date(2026, 11, 1))] == [14]


@given(st.lists(spans, max_size=6))
def test_a_coverage_is_the_days_put_in_as_few_spans_as_possible(some: list[Span]) -> None:
    joined = extended((), some)
    assert days_of(joined) == {day for span in some for day in days_of((span,))}
    assert all(left.end < right.start for left, right in pairwise(joined))


@given(coverages, spans)
def test_gaps_are_the_wanted_days_that_are_not_covered(coverage: Coverage, wanted: Span) -> None:
    assert days_of(tuple(gaps(coverage, wanted))) == days_of((wanted,)) - days_of(coverage)
