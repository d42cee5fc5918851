"""The three languages of the pages: catalogues, and how days, moments and amounts are written."""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from fastapi import Request
from kontor_contracts.values import Language

WORDING = Path(__file__).parent / "wording"
COOKIE = "kontor-language"
LOCALES = {Language.GERMAN: "de_DE", Language.FRENCH: "fr_FR", Language.ENGLISH: "en_GB"}
#: What marks texts for the catalogues, as Babel reads it: `c` is the context.
KEYWORDS = {
    "_": None,
    "marked": None,
    "marked_for": ((1, "c"), 2),
    "gettext": None,
    "ngettext": (1, 2),
}
#: As catalogues part a context from its text.
CONTEXT_END = "\x04"
PLAIN_NUMBER = re.compile(r"-?\d+\.\d+")
MONTH_OF_LABEL = re.compile(r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])(?:-(?P<beside>.+))?")
#: Three digits behind a point may be thousands as well.
AMBIGUOUS = 3
NAMES = {Language.GERMAN: "Deutsch", Language.FRENCH: "Français", Language.ENGLISH: "English"}


@cache
def translations(language: Language) -> NullTranslations:
    """The catalogue; German is what the pages are written in."""
    if language is Language.GERMAN:
        return NullTranslations()
    compiled = BytesIO()
    with (WORDING / f"{language}.po").open("rb") as file:
        write_mo(compiled, read_po(file))
    compiled.seek(0)
    return Translations(compiled)


def marked(text: str) -> str:
    """Marks a text for the catalogues; whoever shows it translates it."""
    return text


def marked_for(context: str, text: str) -> str:
    """Marks a text that other languages say in another way of other things."""
    return f"{context}{CONTEXT_END}{text}"


def translated(language: Language, text: str) -> str:
    """The text in the language."""
    if not text:
        return ""
    context, _, plain = text.rpartition(CONTEXT_END)
    catalogue = translations(language)
    return str(catalogue.upgettext(context, plain)) if context else catalogue.ugettext(text)


def language_of(request: Request) -> Language:
    """What the person chose, else what the browser prefers, else German."""
    chosen = request.cookies.get(COOKIE, "")
    accepted = request.headers.get("accept-language", "")
    wishes = [chosen, *(part.split(";")[0].strip() for part in accepted.split(","))]
    known = {language.value: language for language in Language}
    return next((known[one[:2]] for one in wishes if one[:2] in known), Language.GERMAN)


class Formats:
    """Writes values as the language does."""

    def __init__(self, language: Language, zone: str = "UTC") -> None:
        self._zone = ZoneInfo(zone)
        self._locale = LOCALES[language]
        self._comma = numbers.get_decimal_symbol(self._locale)

    def day(self, day: date | str | None) -> str:
        if not day:
            return ""
        value = date.fromisoformat(day) if isinstance(day, str) else day
        return dates.format_skeleton("yMMdd", value, locale=self._locale)

    def long_day(self, day: date) -> str:
        return dates.format_skeleton("MMMMEEEEd", day, locale=self._locale)

    def short_day(self, day: date) -> str:
        return dates.format_skeleton("MEd", day, locale=self._locale)

    def month(self, day: date) -> str:
        return dates.format_skeleton("yMMMM", day, locale=self._locale)

    def short_month(self, day: date) -> str:
        return dates.format_date(day, "LLL", locale=self._locale).rstrip(".")

    def period(self, label: str) -> str:
        """A month of billing in words, with what a run's label says beside it: `2026-10-North`."""
        known = MONTH_OF_LABEL.fullmatch(label)
        if not known:
            return label
        named = self.month(date(int(known["year"]), int(known["month"]), 1))
        beside = known["beside"].split("-") if known["beside"] else []
        return " · ".join([named, *beside])

    def weekday(self, day: date) -> str:
        return dates.format_date(day, "EEE", locale=self._locale)

    def moment(self, moment: datetime) -> str:
        local = moment.astimezone(self._zone)
        time = dates.format_skeleton("Hm", local, locale=self._locale)
        pattern = Locale.parse(self._locale).datetime_formats["medium"]
        return str(pattern.format(time, self.day(local)))

    def money(self, amount: Decimal | str, currency: str = "EUR") -> str:
        return numbers.format_currency(Decimal(amount), currency, locale=self._locale)

    def number(self, value: int) -> str:
        return numbers.format_decimal(value, locale=self._locale)

    def quantity(self, value: Decimal) -> str:
        return numbers.format_decimal(value, locale=self._locale)

    def country(self, code: str) -> str:
        return str(Locale.parse(self._locale).territories.get(code, code))

    def signed_percent(self, value: Decimal) -> str:
        return numbers.format_percent(value / 100, "+#,##0.# %;-#,##0.# %", locale=self._locale)

    def typed_number(self, text: str) -> str:
        """A number from a record as people type it; anything else as it is."""
        if not PLAIN_NUMBER.fullmatch(text):
            return text
        whole, _, fraction = text.partition(".")
        shown = fraction + "0" if len(fraction) == AMBIGUOUS else fraction
        return f"{whole}{self._comma}{shown}"

    def percent(self, value: Decimal) -> str:
        return numbers.format_percent(value / 100, "#,##0.## %", locale=self._locale)
