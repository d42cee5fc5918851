"""Days on which SEPA banks settle: the TARGET calendar, never national holidays."""

from datetime import date, timedelta
from functools import lru_cache

from holidays import financial_holidays

_CLOSING_DAYS = financial_holidays("XECB")


@lru_cache(maxsize=4096)
def target_day(day: date) -> date:
    """`day`, or the next TARGET day when banks are closed; never before the day that was told."""
    while not _CLOSING_DAYS.is_working_day(day):
        day += timedelta(days=1)
    return day


def target_days_after(day: date, count: int) -> date:
    """The TARGET day that lies `count` TARGET days after `day`."""
    for _ in range(count):
        day = target_day(day + timedelta(days=1))
    return day
