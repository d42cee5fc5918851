"""The three catalogues, and figures as each language writes them."""

import re
from datetime import date
from decimal import Decimal

import pytest
from kontor_contracts.billing.invoice import CollectionWay, VatCategory
from kontor_contracts.values import Language, Period
from kontor_delivery.model import figures
from kontor_delivery.model.wording import wording

GERMAN = wording(Language.GERMAN)


@pytest.mark.parametrize("language", list(Language))
def test_each_language_says_the_same_things_with_the_same_places(language: Language) -> None:
    def places(text: str) -> set[str]:
        return set(re.findall(r"{\w+}", text))

    other = wording(language)
    assert other.keys() == GERMAN.keys()
    assert {name: places(text) for name, text in other.items()} == {
        name: places(text) for name, text in GERMAN.items()
    }


def test_each_vat_category_has_its_name() -> None:
    assert {f"vat.{category}" for category in VatCategory} <= GERMAN.keys()
    assert len(CollectionWay) == 4


@pytest.mark.parametrize(
    ("language", "money", "price", "rate"),
    [
        (Language.GERMAN, "-1.234,50\xa0€", "0,0129", "5,5\xa0%"),
        (Language.FRENCH, "-1\xa0234,50\xa0€", "0,0129", "5,5\xa0%"),
        (Language.ENGLISH, "-€1,234.50", "0.0129", "5.5%"),
    ],
)
def test_figures_are_written_as_in(language: Language, money: str, price: str, rate: str) -> None:
    assert figures.money(Decimal("-1234.5"), "EUR", language) == money
    assert figures.unit_price(Decimal("0.012900"), language) == price
    assert figures.percent(Decimal("5.5000"), language) == rate


def test_a_period_is_told_with_its_last_day() -> None:
    october = Period(start=date(2026, 10, 1), end=date(2026, 11, 1))
    one_day = Period(start=date(2026, 10, 1), end=date(2026, 10, 2))
    assert figures.span(october, Language.GERMAN) == "01.10.2026 \u2013 31.10.2026"
    assert figures.span(one_day, Language.GERMAN) == "01.10.2026"
