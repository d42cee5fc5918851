"""Days on which SEPA banks settle: the TARGET calendar, never national holidays."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from holidays import financial_holidays

_CLOSING_DAYS = financial_holidays("XECB")


@lru_cache(maxsize=4096)
def target_day(day: date) -> date:
    """`day`, or the next TARGET day when banks are closed; never before the day that was told."""
    while not _CLOSING_DAYS.is_working_day(day):
        day += timedelta(days=1)
    return day


def handed_in_on(moment: datetime, cutoff: time) -> date:
    """The TARGET day that counts for the bank, by a local `moment`: after the cut-off the next."""
    day = moment.date()
    return target_day(day if moment.time() < cutoff else day + timedelta(days=1))


def target_days_after(day: date, count: int) -> date:
    """The TARGET day that lies `count` TARGET days after `day`."""
    for _ in range(count):
        day = target_day(day + timedelta(days=1))
    return day
