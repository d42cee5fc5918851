"""Rating of usage against a slow count, unit by unit."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from kontor_billing.model.usage import Meter, asked_of, cost, stepped, tariff_of
from kontor_billing.testing.records import a_folder, a_line
from kontor_contracts.billing.folder import LineKind
from kontor_contracts.billing.usage import UsageTariff, UsageUnit

PRICE = Decimal("0.019999")
tariffs = st.builds(
    UsageTariff,
    kind=st.just("calls"),
    unit=st.just(UsageUnit.SECONDS),
    per=st.sampled_from([1, 7, 60]),
    step=st.sampled_from([1, 6, 60]),
    included=st.integers(0, 300),
    cap=st.none() | st.decimals(0, 3, places=2),
)
quantities = st.lists(st.integers(1, 200), max_size=12)


def shares(
    records: list[int], tariff: UsageTariff, *, before: int = 0, discount: int = 0
) -> list[Decimal]:
    line = a_line(
        kind=LineKind.USAGE, unit_price=PRICE, tariff=tariff, discount_percent=Decimal(discount)
    )
    meter = Meter(line, before)
    return [meter.share(one) for one in records]


def counted(records: list[int], tariff: UsageTariff) -> Fraction:
    total, unit = Fraction(0), 0
    for seconds in records:
        while seconds > 0:
            seconds -= tariff.step  # noqa: PLW2901  # a step after the other
            for _ in range(tariff.step):
                unit += 1
                total += Fraction(PRICE) / tariff.per if unit > tariff.included else 0
    return total if tariff.cap is None else min(total, Fraction(tariff.cap))


@given(quantities, tariffs, st.integers(0, 100))
def test_records_together_cost_what_each_unit_above_the_bundle_costs(
    records: list[int], tariff: UsageTariff, discount: int
) -> None:
    told = shares(records, tariff, discount=discount)
    full = counted(records, tariff) * (100 - discount) / 100
    assert abs(Fraction(sum(told, Decimal(0))) - full) <= Fraction(1, 1000000)
    assert all(share >= 0 for share in told)


@given(quantities, quantities, tariffs)
def test_what_comes_late_costs_only_what_is_added(
    early: list[int], late: list[int], tariff: UsageTariff
) -> None:
    before = sum(stepped(one, tariff.step) for one in early)
    units = before + sum(stepped(one, tariff.step) for one in late)
    added = sum(shares(late, tariff, before=before), Decimal(0))
    assert cost(before, tariff, PRICE) + added == cost(units, tariff, PRICE)


#: Lines by beginning of destination, and the days of October 2026 on which they start and end.
spans = st.tuples(
    st.sampled_from(["", "+3", "+33", "+49"]), st.integers(1, 28), st.none() | st.integers(2, 31)
)
destinations = st.sampled_from(["+33612", "+39", "+4930", "112", ""])


@given(st.lists(spans, max_size=5), destinations, st.integers(1, 31))
def test_a_record_is_asked_for_by_one_line_at_most(
    lines: list[tuple[str, int, int | None]], destination: str, day: int
) -> None:
    folder = a_folder(
        *(
            a_line(
                kind=LineKind.USAGE,
                tariff=UsageTariff(kind="calls", unit=UsageUnit.SECONDS, destination=beginning),
                start=date(2026, 10, start),
                end=date(2026, 10, end) if end and end > start else None,
            )
            for beginning, start, end in lines
        )
    )
    noon = datetime(2026, 10, day, 12, tzinfo=UTC)
    asking = [
        one
        for one in asked_of(folder, date(2026, 11, 1), "Europe/Berlin")
        if one.since <= noon < one.until
        and destination.startswith(tariff_of(one.line).destination)
        and not destination.startswith(one.excluded or ("never",))
    ]
    assert len(asking) <= 1
    if len(lines) == 1:
        ((beginning, start, end),) = lines
        over = end if end and end > start else 32
        assert len(asking) == (destination.startswith(beginning) and start <= day < over)
