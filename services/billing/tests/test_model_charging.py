"""What lines are charged with pauses, price changes and discounts, against a walk day by day."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import groupby
from math import floor

from hypothesis import given
from hypothesis import strategies as st
from kontor_billing.model.charging import charges_of
from kontor_billing.model.coverage import Span
from kontor_billing.model.folders import BilledFolder, Booking
from kontor_billing.model.months import first_of_month, month_number
from kontor_billing.testing.records import a_folder, a_line, billed, unbilled
from kontor_contracts.billing.folder import (
    FolderLine,
    FolderState,
    LineKind,
    Pause,
    PriceChange,
    Timing,
)

FIRST, LAST = date(2026, 1, 1), date(2027, 1, 1)
DAY = timedelta(days=1)
days = st.dates(FIRST, LAST)
firsts = days.map(lambda day: day.replace(day=1))
prices = st.decimals("0", "9999", places=6)


def _pauses(marks: list[date]) -> tuple[Pause, ...]:
    """Pairs of ascending days; an odd one out is open."""
    ends = [*marks[1::2], *([None] if len(marks) % 2 else [])]
    return tuple(Pause(start=start, end=end) for start, end in zip(marks[::2], ends, strict=True))


pauses = st.lists(days, max_size=5, unique=True).map(sorted).map(_pauses)
changes = st.dictionaries(days, prices, max_size=3).map(
    lambda found: tuple(
        PriceChange(start=start, unit_price=price) for start, price in sorted(found.items())
    )
)
lines = st.builds(
    a_line,
    quantity=st.decimals("0.001", "999", places=3),
    unit_price=prices,
    discount_percent=st.decimals(0, 100, places=2),
    discount_amount=st.decimals(0, 50, places=2),
    interval_months=st.sampled_from([1, 2, 3, 6, 12]),
    timing=st.sampled_from(Timing),
    start=days,
    end=st.none() | st.just(LAST),
    pauses=pauses,
    prices=changes,
)


@cache
def slow_interval(first: date, months: int, day: date) -> tuple[date, date]:
    start = first
    while day >= (end := first_of_month(month_number(start) + months)):
        start = end
    return start, end


def interval_of(line: FolderLine, day: date) -> tuple[date, date]:
    return slow_interval(line.start.replace(day=1), line.interval_months, day)


def paused(day: date, some: tuple[Pause, ...]) -> bool:
    return any(one.start <= day and (one.end is None or day < one.end) for one in some)


def price_on(line: FolderLine, day: date) -> Decimal:
    known = [one.unit_price for one in line.prices if one.start <= day]
    return known[-1] if known else line.unit_price


def slow_charges(
    line: FolderLine, suspensions: tuple[Pause, ...], until: date
) -> Iterator[tuple[date, date, Decimal]]:
    """Each served, due day on its own; neighbours of one interval and price are rounded as one."""

    def stretch(day: date) -> tuple[object, ...]:
        chargeable = due(day) and not paused(day, (*line.pauses, *suspensions))
        return (
            chargeable,
            interval_of(line, day),
            sum(1 for one in line.prices if one.start <= day),
        )

    def due(day: date) -> bool:
        start, end = interval_of(line, day)
        served = max(start, line.start), min(end, line.end or end)
        return served[0] < until if line.timing is Timing.ADVANCE else served[1] <= until

    last = line.end or LAST + timedelta(days=400)
    service = (line.start + n * DAY for n in range((last - line.start).days))
    for (chargeable, (start, end), _), some in groupby(service, stretch):  # type: ignore[misc]
        if chargeable:
            found = list(some)
            share = Fraction(len(found), (end - start).days)
            exact = Fraction(line.quantity) * Fraction(price_on(line, found[0]))
            exact *= 1 - Fraction(line.discount_percent) / 100
            exact = (exact - Fraction(line.discount_amount)) * share
            yield found[0], found[-1] + DAY, slow_cents(exact)


def slow_cents(exact: Fraction) -> Decimal:
    rounded = floor(abs(exact) * 100 + Fraction(1, 2))
    return Decimal(rounded if exact >= 0 else -rounded) / 100


@given(lines, pauses, firsts)
def test_a_line_costs_each_day_that_is_not_paused_at_the_price_of_that_day(
    line: FolderLine, suspensions: tuple[Pause, ...], until: date
) -> None:
    folder = a_folder(line, suspensions=suspensions)
    found = [(*one.span, one.net) for one in charges_of(*unbilled(folder), until)]
    assert found == list(slow_charges(line, suspensions, until))


@given(lines, pauses, firsts)
def test_what_is_charged_once_is_not_charged_again(
    line: FolderLine, suspensions: tuple[Pause, ...], until: date
) -> None:
    (read,) = unbilled(a_folder(line, suspensions=suspensions))
    charges = tuple(charges_of(read, until))
    booked = BilledFolder(read.folder, Booking(read, charges).billed())
    assert not list(charges_of(booked, until))


def test_a_draft_is_charged_nothing() -> None:
    assert not list(charges_of(*unbilled(a_folder(state=FolderState.DRAFT)), LAST))


def test_days_billed_before_a_pause_was_entered_stay_billed() -> None:
    october, november = date(2026, 10, 1), date(2026, 11, 1)
    line = a_line(pauses=(Pause(start=date(2026, 10, 10), end=date(2026, 11, 11)),))
    folder = billed(a_folder(line), {line.id: (Span(october, november),)})
    (charge,) = charges_of(folder, date(2026, 12, 1))
    assert (charge.span.start, charge.span.end) == (date(2026, 11, 11), date(2026, 12, 1))
    assert charge.net == Decimal("19.93")


def test_a_one_off_is_billed_though_its_folder_is_suspended() -> None:
    line = a_line(kind=LineKind.ONE_OFF)
    folder = a_folder(
        line,
        state=FolderState.SUSPENDED,
        suspensions=(Pause(start=date(2026, 9, 1)),),
    )
    assert [one.net for one in charges_of(*unbilled(folder), date(2026, 11, 1))] == [
        Decimal("29.90")
    ]
