"""Civil months as whole numbers, and days within them."""

import re
from calendar import monthrange
from datetime import date, timedelta

from kontor_contracts.errors import FieldError, InvalidInputError
from kontor_contracts.values import Period

_LABEL = re.compile(r"^(20\d\d)-(0[1-9]|1[0-2])$")
DAY = timedelta(days=1)


def month_number(day: date) -> int:
    """Months since year 0: the month of `day` as one number that can be counted with."""
    return day.year * 12 + day.month - 1


def first_of_month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def last_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def months_after(day: date, count: int) -> date:
    """The same day of a later month, or that month's last."""
    last = last_of_month(first_of_month(month_number(day) + count))
    return last.replace(day=min(day.day, last.day))


def month_before(label: str) -> str:
    """The month before the one that people call `2026-10`."""
    return f"{first_of_month(month_number(month_period(label).start) - 1):%Y-%m}"


def month_period(label: str) -> Period:
    """The period that people call `2026-10`."""
    if not _LABEL.match(label):
        wrong = FieldError("period", "not-a-month", "a period is a month such as 2026-10")
        raise InvalidInputError("the period is not a month", fields=[wrong])
    first = date.fromisoformat(f"{label}-01")
    return Period(start=first, end=first_of_month(month_number(first) + 1))
