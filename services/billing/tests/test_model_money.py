"""Amounts of lines, VAT and totals, against exact fractions."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor

from hypothesis import given
from hypothesis import strategies as st
from kontor_billing.model.charge import PRICE_PLACES, charge
from kontor_billing.model.coverage import Span
from kontor_billing.model.intervals import Part
from kontor_billing.model.payment import EffectivePayment, PaymentSource
from kontor_billing.model.shares import shares
from kontor_billing.model.vat import gross_of, merged, rate_vat
from kontor_billing.testing.records import a_line
from kontor_contracts.billing.invoice import CollectionWay
from kontor_contracts.values import cents

quantities = st.decimals("0.001", "4999", places=3)
prices = st.decimals("-9999", "99999", places=6)
percents = st.decimals(0, 100, places=4)
amounts = st.decimals("-9999.99", "99999.99", places=2)
rates = st.sampled_from([Decimal(19), Decimal(16), Decimal(7), Decimal("5.5"), Decimal(0)])
parts = st.integers(1, 366).flatmap(
    lambda whole: st.builds(
        lambda days: Part(Span(date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=days)), whole),
        st.integers(1, whole),
    )
)


def slow_cents(exact: Fraction) -> Decimal:
    """Half away from zero, by whole numbers."""
    rounded = floor(abs(exact) * 100 + Fraction(1, 2))
    return Decimal(rounded if exact >= 0 else -rounded) / 100


@given(quantities, prices, percents, parts)
def test_a_line_is_rounded_once_at_its_net(
    quantity: Decimal, price: Decimal, percent: Decimal, part: Part
) -> None:
    line = a_line(quantity=quantity, unit_price=price, discount_percent=percent)
    exact = Fraction(quantity) * Fraction(price) * (1 - Fraction(percent) / 100)
    share = Fraction(part.span.days, part.interval_days)
    assert charge(line, part).net == slow_cents(exact * share)


@given(quantities, prices, percents, parts)
def test_the_printed_figures_of_a_line_yield_its_net(
    quantity: Decimal, price: Decimal, percent: Decimal, part: Part
) -> None:
    line = a_line(quantity=quantity, unit_price=price, discount_percent=percent)
    found = charge(line, part)
    assert cents(quantity * found.unit_price) - found.discount == found.net
    assert found.unit_price == found.unit_price.quantize(PRICE_PLACES)
    assert percent or not found.discount


@given(st.dictionaries(rates, amounts, min_size=1))
def test_vat_is_rounded_for_each_rate_on_the_sum_of_its_lines(nets: dict[Decimal, Decimal]) -> None:
    expected = sum(slow_cents(Fraction(net) * Fraction(rate) / 100) for rate, net in nets.items())
    assert sum(rate_vat(net, rate) for rate, net in nets.items()) == expected
    assert gross_of(nets) == sum(nets.values()) + expected


WAYS = [
    EffectivePayment(CollectionWay.TRANSFER, PaymentSource.CUSTOMER),
    EffectivePayment(CollectionWay.SEPA_FILE, PaymentSource.FOLDER),
    EffectivePayment(CollectionWay.GOCARDLESS_FILE, PaymentSource.FOLDER),
]
Paid = tuple[EffectivePayment, dict[Decimal, Decimal]]
shared = st.lists(
    st.tuples(st.sampled_from(WAYS), st.dictionaries(rates, amounts, min_size=1)), min_size=1
)


@given(shared)
def test_collections_always_add_up_to_the_payable_amount(some: list[Paid]) -> None:
    payable = gross_of(merged(nets for _, nets in some))
    assert sum(share.amount for share in shares(payable, some)) == payable


@given(shared)
def test_nobody_is_asked_for_less_than_nothing_while_the_invoice_is_not_negative(
    some: list[Paid],
) -> None:
    payable = gross_of(merged(nets for _, nets in some))
    found = shares(payable, some)
    assert len({share.payment.way for share in found}) == len(found)
    if payable >= 0:
        assert all(share.amount >= 0 for share in found)


def test_the_cent_that_rounding_leaves_goes_to_the_largest_share() -> None:
    nets = (Decimal("190.60"), Decimal("64.75"), Decimal("38.85"))
    some = [(way, {Decimal(19): net}) for way, net in zip(WAYS, nets, strict=True)]
    payable = gross_of(merged(nets for _, nets in some))
    assert [share.amount for share in shares(payable, some)] == [
        Decimal("226.82"),
        Decimal("77.05"),
        Decimal("46.23"),
    ]
