"""A chart's months and heights."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from kontor_web.charts import by_month

LAST = date(2026, 11, 28)


def test_the_largest_month_is_as_high_as_the_chart_and_the_others_in_proportion() -> None:
    amounts = [
        (date(2026, 10, 3), Decimal(60)),
        (date(2026, 10, 31), Decimal(20)),
        (date(2026, 11, 1), Decimal(40)),
        (date(2025, 11, 30), Decimal(900)),
    ]
    bars = by_month(amounts, LAST)
    assert [bar.month for bar in bars] == [
        date(2025, 12, 1), *(date(2026, month, 1) for month in range(1, 12))
    ]  # fmt: skip
    assert [(bar.amount, bar.height) for bar in bars[-2:]] == [(80, 100), (40, 50)]
    assert {bar.height for bar in bars[:-2]} == {0}


def test_one_month_alone_is_no_chart() -> None:
    assert by_month([(LAST, Decimal(10))], LAST) == []


@given(st.lists(st.tuples(st.dates(date(2025, 6, 1), LAST), st.decimals(-900, 900, places=2))))
def test_no_bar_leaves_the_chart(amounts: list[tuple[date, Decimal]]) -> None:
    assert all(0 <= bar.height <= 100 for bar in by_month(amounts, LAST))
