"""When a line is billed for what: service intervals on a grid of whole months."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from kontor_contracts.billing.folder import FolderLine, LineKind, Timing

from kontor_billing.model.coverage import Coverage, Span, gaps
from kontor_billing.model.months import DAY, first_of_month, month_number


class Part(NamedTuple):
    """Days to bill of one service interval, which is `interval_days` long when whole."""

    span: Span
    interval_days: int


def due_parts(line: FolderLine, billed: Coverage, until: date) -> Iterator[Part]:
    """What a run up to `until` (exclusive) bills of `line`, oldest first.

    In advance: every interval that starts before `until`. In arrears: every interval that is over
    by then; the last one is over when the line ends. Only days that are not `billed` yet.
    """
    service = _service_until(line, until)
    if service.start >= service.end:
        return
    for gap in gaps(billed, service):
        yield from _by_interval(line, gap)


def _service_until(line: FolderLine, until: date) -> Span:
    if line.kind is LineKind.ONE_OFF:
        return Span(line.start, line.start + DAY if line.start < until else line.start)
    horizon = _advance_horizon(line, until)
    if line.timing is Timing.ARREARS:
        horizon = _arrears_horizon(line, until)
    return Span(line.start, min(horizon, line.end or horizon))


def _advance_horizon(line: FolderLine, until: date) -> date:
    if line.start >= until:
        return line.start
    return _interval_at(line, until - DAY).end


def _arrears_horizon(line: FolderLine, until: date) -> date:
    if line.end is not None and line.end <= until:
        return line.end
    return _interval_at(line, until).start if line.start < until else line.start


def _by_interval(line: FolderLine, gap: Span) -> Iterator[Part]:
    if line.kind is LineKind.ONE_OFF:
        yield Part(gap, gap.days)
        return
    start = gap.start
    while start < gap.end:
        interval = _interval_at(line, start)
        end = min(interval.end, gap.end)
        yield Part(Span(start, end), interval.days)
        start = end


def _interval_at(line: FolderLine, day: date) -> Span:
    """The whole interval that `day` lies in, counted from the month in which the line starts."""
    months = line.interval_months
    origin = month_number(line.start)
    first = origin + (month_number(day) - origin) // months * months
    return Span(first_of_month(first), first_of_month(first + months))
