"""Amounts, quantities and dates as people of a language write them."""

from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import NumberPattern, parse_pattern
from kontor_contracts.values import Language, Period

LOCALES = {
    Language.GERMAN: Locale("de"),
    Language.FRENCH: Locale("fr"),
    Language.ENGLISH: Locale("en", "GB"),
}
#: French groups by a narrow blank that many fonts lack; the ordinary one stands in.
NARROW_BLANK, BLANK = "\u202f", "\u00a0"
EN_DASH = "\u2013"
DAYS = {
    Language.GERMAN: "dd.MM.yyyy",
    Language.FRENCH: "dd/MM/yyyy",
    Language.ENGLISH: "d MMM yyyy",
}


def money(value: Decimal, currency: str, language: Language) -> str:
    """An amount with its currency: `1.234,50 €`."""
    pattern = LOCALES[language].currency_formats["standard"]
    return _plain(pattern.apply(value, LOCALES[language], currency=currency, currency_digits=False))


def amount(value: Decimal, language: Language) -> str:
    """An amount alone, `1.234,50`: money whose currency stands elsewhere."""
    return _number(value, "#,##0.00", language)


def unit_price(value: Decimal, language: Language) -> str:
    """A price such as `0,0125`: two to six decimals, as many as there are."""
    return _number(value, "#,##0.00####", language)


def quantity(value: Decimal, language: Language) -> str:
    return _number(value, "#,##0.###", language)


def percent(value: Decimal, language: Language) -> str:
    """A rate: `19 %`, in English `19%`."""
    sign = "%" if language is Language.ENGLISH else f"{BLANK}%"
    return _number(value, "#,##0.####", language) + sign


def day(value: date, language: Language) -> str:
    return str(format_date(value, DAYS[language], LOCALES[language]))


def span(period: Period, language: Language) -> str:
    """Both ends of a period; the last day counts in, unlike in a `Period`."""
    last = period.end - timedelta(days=1)
    if last == period.start:
        return day(last, language)
    return f"{day(period.start, language)} {EN_DASH} {day(last, language)}"


def _number(value: Decimal, pattern: str, language: Language) -> str:
    return _plain(_pattern(pattern).apply(value, LOCALES[language]))


@cache
def _pattern(pattern: str) -> NumberPattern:
    return parse_pattern(pattern)


def _plain(text: str) -> str:
    return text.replace(NARROW_BLANK, BLANK)
