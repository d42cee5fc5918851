"""Days on which the team works: weekdays that are no public holiday of its country."""

from datetime import date, timedelta
from functools import lru_cache

import holidays

SATURDAY = 5


def working_days_after(day: date, count: int, country: str = "") -> date:
    """The `count`th working day after `day`; with 0 `day` itself, or the next working day."""
    following = day
    if count == 0:
        while not _is_working_day(following, country):
            following += timedelta(days=1)
    for _ in range(count):
        following += timedelta(days=1)
        while not _is_working_day(following, country):
            following += timedelta(days=1)
    return following


def _is_working_day(day: date, country: str) -> bool:
    return day.weekday() < SATURDAY and day not in _holidays_of(country)


@lru_cache(maxsize=8)
def _holidays_of(country: str) -> holidays.HolidayBase | frozenset[date]:
    """National holidays only; a country that the table does not know has none."""
    if country not in holidays.list_supported_countries():
        return frozenset()
    return holidays.country_holidays(country)
