"""Whole invoices against a slow count in exact fractions: mixed rates, discounts, usage, payers."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from kontor_billing.model.context import RunContext, run_context
from kontor_billing.model.decision import decide
from kontor_billing.model.folders import BilledFolder
from kontor_billing.model.usage import UsageSum
from kontor_billing.model.vat_rates import SEED
from kontor_billing.testing.records import ISSUED_ON, a_folder, a_line, a_party, an_organisation
from kontor_contracts.billing.folder import FolderLine, LineKind, VatClass
from kontor_contracts.billing.invoice import Invoice, VatCategory
from kontor_contracts.billing.usage import UsageTariff, UsageUnit
from kontor_contracts.customers.party import VatStatus, VatTreatment
from kontor_contracts.values import Period

#: Germany charged 19 %, then 16 % for half a year, then 19 % again.
YEARS = Period(start=date(2020, 1, 1), end=date(2021, 7, 1))
MIDNIGHT = datetime(2020, 1, 1, tzinfo=UTC)
money = st.decimals("-50", "5000", places=6)
days = st.integers(0, 500).map(lambda count: YEARS.start + timedelta(days=count))
common = {
    "vat_class": st.sampled_from([VatClass.STANDARD, VatClass.REDUCED, VatClass.ZERO]),
    "quantity": st.decimals("0.001", "400", places=3),
    "discount_percent": st.sampled_from([Decimal(0), Decimal("12.5"), Decimal("33.3333")]),
}
one_offs = st.builds(
    lambda **said: a_line(kind=LineKind.ONE_OFF, **said), unit_price=money, start=days, **common
)
recurring = st.builds(
    lambda length, **said: a_line(end=said["start"] + timedelta(days=length), **said),
    length=st.integers(1, 200),
    unit_price=money,
    start=days,
    interval_months=st.sampled_from([1, 3, 12]),
    **common,
)
tariffs = st.builds(
    UsageTariff,
    kind=st.just("calls"),
    unit=st.just(UsageUnit.SECONDS),
    per=st.sampled_from([1, 60]),
    included=st.integers(0, 4000),
    cap=st.none() | st.decimals(0, 90, places=2),
)
used = st.builds(
    lambda **said: a_line(kind=LineKind.USAGE, start=YEARS.start, **said),
    unit_price=st.decimals(0, 1, places=6),
    tariff=tariffs,
    vat_class=common["vat_class"],
    discount_percent=common["discount_percent"],
)
months = st.sampled_from([date(2020, 5, 1), date(2020, 8, 1), date(2021, 2, 1)])
Used = tuple[FolderLine, date, int]
usage = st.lists(st.tuples(used, months, st.integers(1, 90_000)), max_size=2)
folders = st.lists(
    st.tuples(st.lists(one_offs | recurring, max_size=4), usage), min_size=1, max_size=3
)


def half_up(exact: Fraction) -> Fraction:
    rounded = floor(abs(exact) * 100 + Fraction(1, 2))
    return Fraction(rounded if exact >= 0 else -rounded, 100)


def rate(day: date, vat_class: VatClass) -> int:
    lowered = date(2020, 7, 1) <= day < date(2021, 1, 1)
    return {"standard": 16 if lowered else 19, "reduced": 5 if lowered else 7, "zero": 0}[vat_class]


def left(line: FolderLine) -> Fraction:
    return 1 - Fraction(line.discount_percent) / 100


def slow_parts(line: FolderLine) -> list[tuple[date, Fraction]]:
    """Day of supply and net of each interval, found by going through the days one by one."""
    price = Fraction(line.quantity) * Fraction(line.unit_price) * left(line)
    if line.kind is LineKind.ONE_OFF:
        return [(line.start, half_up(price))]
    assert line.end
    shares: dict[int, tuple[date, int]] = {}
    day = line.start
    while day < line.end:
        if starts_in(line, day) < YEARS.end:
            _, count = shares.get(interval(line, day), (day, 0))
            shares[interval(line, day)] = (day, count + 1)
        day += timedelta(days=1)
    return [(last, half_up(price * count / length(line, last))) for last, count in shares.values()]


def interval(line: FolderLine, day: date) -> int:
    months_in = (day.year - line.start.year) * 12 + day.month - line.start.month
    return months_in // line.interval_months


def month_start(line: FolderLine, number: int) -> date:
    months_on = line.start.year * 12 + line.start.month - 1 + number * line.interval_months
    return date(months_on // 12, months_on % 12 + 1, 1)


def starts_in(line: FolderLine, day: date) -> date:
    return month_start(line, interval(line, day))


def length(line: FolderLine, day: date) -> int:
    number = interval(line, day)
    return (month_start(line, number + 1) - month_start(line, number)).days


def slow_usage(line: FolderLine, units: int) -> Fraction:
    assert line.tariff
    full = Fraction(max(0, units - line.tariff.included)) * Fraction(line.unit_price)
    # A month's cost is told to six places before it is rounded to the cent.
    exact = Fraction(floor(full / line.tariff.per * 10**6 + Fraction(1, 2)), 10**6)
    if line.tariff.cap is not None:
        exact = min(exact, Fraction(line.tariff.cap))
    return half_up(exact * left(line))


def month_end(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def a_context() -> RunContext:
    return run_context(
        UUID(int=1), YEARS, issued_on=ISSUED_ON, organisation=an_organisation(), rates=SEED
    )


def billed_folder(number: int, lines: list[FolderLine], uses: list[Used]) -> BilledFolder:
    folder = a_folder(*(*lines, *(line for line, *_ in uses)) or (a_line(),), number=f"{number}")
    sums = [UsageSum(line.id, month, MIDNIGHT, MIDNIGHT, n, 1) for line, month, n in uses]
    return BilledFolder(folder, {}, usage=tuple(sums))


@settings(max_examples=150)
@given(content=folders, taxed=st.booleans())
def test_lines_vat_and_totals_are_those_of_a_slow_count_in_fractions(
    content: list[tuple[list[FolderLine], list[Used]]], *, taxed: bool
) -> None:
    treatment = VatTreatment.STANDARD if taxed else VatTreatment.DOMESTIC_REVERSE_CHARGE
    party = a_party(
        consolidate_invoices=True, vat=VatStatus(treatment=treatment), vat_id="DE136695976"
    )
    some = [one for one in content if one[0] or one[1]]
    made = [billed_folder(number, *one) for number, one in enumerate(some)]
    expected: dict[int, Fraction] = {}
    for lines, uses in some:
        parts = [(line.vat_class, *part) for line in lines for part in slow_parts(line)]
        parts += [
            (line.vat_class, month_end(month), slow_usage(line, units))
            for line, month, units in uses
        ]
        for vat_class, day, net in parts:
            percent = rate(day, vat_class) if taxed else 0
            expected[percent] = expected.get(percent, Fraction(0)) + net
    gross = sum(
        (net + half_up(net * percent / 100) for percent, net in expected.items()), Fraction(0)
    )

    decision = decide(a_context(), party, payment=None, folders=made)

    if not decision.invoices:
        assert gross < 0 or not any(lines for lines, _ in some)
        return
    (draft,) = decision.invoices
    assert {int(row.rate): Fraction(row.net) for row in draft.invoice.vat} == expected
    assert Fraction(draft.invoice.totals.gross) == gross
    assert {(row.rate > 0, row.category) for row in draft.invoice.vat} <= (
        {(True, VatCategory.STANDARD), (False, VatCategory.ZERO)}
        if taxed
        else {(False, VatCategory.REVERSE_CHARGE)}
    )
    assert_sums(draft.invoice)


def assert_sums(invoice: Invoice) -> None:
    totals = invoice.totals
    assert sum(section.net for section in invoice.sections) == totals.net
    assert all(sum(line.net for line in one.lines) == one.net for one in invoice.sections)
    assert sum(row.net for row in invoice.vat) == totals.net
    assert sum(row.vat for row in invoice.vat) == totals.vat
    assert totals.net + totals.vat == totals.gross == totals.payable
    assert sum(one.amount for one in invoice.collections) == totals.payable
