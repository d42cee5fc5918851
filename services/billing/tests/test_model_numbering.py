"""Invoice numbers and the calendar of banks."""

from datetime import date

import pytest
from kontor_billing.model.months import month_period
from kontor_billing.model.numbering import invoice_number, is_usable, series_of
from kontor_billing.model.target_days import target_day, target_days_after
from kontor_contracts.errors import InvalidInputError


def test_a_number_is_written_by_the_pattern_within_the_series_of_its_year() -> None:
    day = date(2026, 11, 25)
    assert invoice_number("{year}-{number:06}", day, 123) == "2026-000123"
    assert series_of(day) == "2026"


@pytest.mark.parametrize("pattern", ["{year}-{number:06}", "R{year}/{number}", "{year}{number:08}"])
def test_a_pattern_with_year_and_number_is_usable(pattern: str) -> None:
    assert is_usable(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "{number:06}",
        "{year}",
        "{year} {number:06}",
        "Rechnung-{year}-{number:06}",
        "{year}-{number:06}-{0}",
        "{year.real}-{number}",
        "{year!r}-{number}",
        "{year}-{number:>6}",
        "{year}-{number",
        "{year}.{number}",
    ],
)
def test_a_pattern_that_repeats_or_that_a_channel_refuses_is_not(pattern: str) -> None:
    assert not is_usable(pattern)


def test_a_period_is_a_month() -> None:
    period = month_period("2026-12")
    assert (period.start, period.end) == (date(2026, 12, 1), date(2027, 1, 1))
    with pytest.raises(InvalidInputError):
        month_period("2026-13")


def test_banks_settle_neither_at_weekends_nor_on_target_closing_days() -> None:
    good_friday = date(2027, 3, 26)
    assert target_day(good_friday) == date(2027, 3, 30)
    assert target_day(date(2026, 12, 25)) == date(2026, 12, 28)
    assert target_day(date(2026, 10, 3)) == date(2026, 10, 5)
    german_unity = date(2028, 10, 3)
    assert target_day(german_unity) == german_unity


def test_lead_time_counts_target_days() -> None:
    assert target_days_after(date(2026, 12, 23), 2) == date(2026, 12, 28)
    assert target_days_after(date(2026, 11, 25), 2) == date(2026, 11, 27)
