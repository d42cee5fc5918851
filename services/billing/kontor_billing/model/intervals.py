"""When a line is billed for what: service intervals of whole months, a licence's by its own day."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from kontor_contracts.billing.folder import FolderLine, LineKind, Timing

from kontor_billing.model.coverage import Coverage, Span, gaps
from kontor_billing.model.months import DAY, first_of_month, month_number, months_after

YEAR = 12


class Part(NamedTuple):
    """Days to bill of one service interval, which is `interval_days` long when whole."""

    span: Span
    interval_days: int


class Schedule(NamedTuple):
    """All that says when a line is billed; many lines have the same."""

    kind: LineKind
    start: date
    end: date | None
    months: int
    timing: Timing
    #: A licence renews on the day of its start; other intervals begin with a month.
    own_day: bool = False


def is_licence(line: FolderLine) -> bool:
    """Whether it renews tacitly, year by year from the day of its start."""
    recurs = line.kind is LineKind.RECURRING and line.interval_months == YEAR
    return recurs and line.renewal_notice_days is not None


def renewal(start: date, years: int) -> date:
    """Of a licence from `start`; one of 29 February renews on the 28th where there is none."""
    return months_after(start, years * YEAR)


def due_parts(line: FolderLine, billed: Coverage, until: date) -> tuple[Part, ...]:
    """What a run up to `until` (exclusive) bills of `line`, oldest first.

    In advance: every interval that starts before `until`. In arrears: every interval that is over
    by then; the last one is over when the line ends. Only days that are not `billed` yet.
    """
    schedule = Schedule(
        line.kind,
        line.start,
        line.end,
        line.interval_months,
        line.timing,
        own_day=is_licence(line),
    )
    return _due_parts(schedule, billed, until)


@lru_cache(maxsize=4096)
def _due_parts(schedule: Schedule, billed: Coverage, until: date) -> tuple[Part, ...]:
    service = _service_until(schedule, until)
    if service.start >= service.end:
        return ()
    open_spans = gaps(billed, service)
    if schedule.kind is LineKind.ONE_OFF:
        return tuple(Part(span, span.days) for span in open_spans)
    return tuple(part for span in open_spans for part in _by_interval(schedule, span))


def _service_until(schedule: Schedule, until: date) -> Span:
    start = schedule.start
    if start >= until:
        return Span(start, start)
    if schedule.kind is LineKind.ONE_OFF:
        return Span(start, min(start + DAY, schedule.end or start + DAY))
    horizon = _horizon(schedule, until)
    return Span(start, min(horizon, schedule.end or horizon))


def _horizon(schedule: Schedule, until: date) -> date:
    if schedule.timing is Timing.ADVANCE:
        return _interval_at(schedule, until - DAY).end
    if schedule.end is not None and schedule.end <= until:
        return schedule.end
    return _interval_at(schedule, until).start


def _by_interval(schedule: Schedule, span: Span) -> Iterator[Part]:
    start = span.start
    while start < span.end:
        interval = _interval_at(schedule, start)
        end = min(interval.end, span.end)
        yield Part(Span(start, end), interval.days)
        start = end


def _interval_at(schedule: Schedule, day: date) -> Span:
    """The whole interval that `day` lies in, counted from the month in which the line starts."""
    if schedule.own_day:
        return _year_at(schedule.start, day)
    months, month = schedule.months, month_number(day)
    first = month - (month - month_number(schedule.start)) % months
    return Span(first_of_month(first), first_of_month(first + months))


def _year_at(start: date, day: date) -> Span:
    years = day.year - start.year
    if renewal(start, years) > day:
        years -= 1
    return Span(renewal(start, years), renewal(start, years + 1))
