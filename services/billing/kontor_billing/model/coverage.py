"""Which days are covered: ascending spans that neither touch nor overlap."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple


class Span(NamedTuple):
    """Civil days from `start` up to, not including, `end`."""

    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days


Coverage = tuple[Span, ...]


def gaps(coverage: Coverage, wanted: Span) -> Iterator[Span]:
    """The parts of `wanted` that `coverage` leaves open, in order."""
    start = wanted.start
    for span in coverage:
        if span.start >= wanted.end:
            break
        if span.start > start:
            yield Span(start, span.start)
        start = max(start, span.end)
    if start < wanted.end:
        yield Span(start, wanted.end)


def extended(coverage: Coverage, added: Sequence[Span]) -> Coverage:
    """`coverage` with `added`: what touches or overlaps becomes one span."""
    if len(coverage) == len(added) == 1 and coverage[0].end == added[0].start:
        return (Span(coverage[0].start, added[0].end),)  # nearly always: the next interval
    joined: list[Span] = []
    for span in sorted((*coverage, *added)):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)
