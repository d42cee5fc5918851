"""Amounts by month, as a chart shows them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

MONTHS = 12
FEWEST = 2


@dataclass(frozen=True)
class Bar:
    """A month's amount, and its height beside the largest, in per cent."""

    month: date
    amount: Decimal
    height: int


def by_month(amounts: Iterable[tuple[date, Decimal]], last: date) -> list[Bar]:
    """The twelve months up to that of `last`; nothing while there are too few to compare."""
    sums: defaultdict[date, Decimal] = defaultdict(Decimal)
    for day, amount in amounts:
        sums[day.replace(day=1)] += amount
    months = [_months_before(last, back) for back in reversed(range(MONTHS))]
    if sum(bool(sums[month]) for month in months) < FEWEST:
        return []
    largest = max(sums[month] for month in months)
    return [Bar(month, sums[month], _height(sums[month], largest)) for month in months]


def _height(amount: Decimal, largest: Decimal) -> int:
    return round(100 * amount / largest) if amount > 0 else 0


def _months_before(day: date, back: int) -> date:
    months = day.year * 12 + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)
