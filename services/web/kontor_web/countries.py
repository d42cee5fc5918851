"""The countries of the world, to choose from."""

import re
import unicodedata

from babel import Locale
from kontor_contracts.values import Language

from kontor_web.forms import Option
from kontor_web.languages import LOCALES

COUNTRY = re.compile("[A-Z]{2}")
NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ"})
#: Above all others.
NEAR = ("DE", "FR", "LU", "AT", "BE", "CH", "NL")


def countries(language: Language) -> tuple[Option, ...]:
    """Near ones first, then all by name."""
    names = {
        code: name
        for code, name in Locale.parse(LOCALES[language]).territories.items()
        if COUNTRY.fullmatch(code) and code not in NO_COUNTRIES
    }
    others = sorted((one for one in names if one not in NEAR), key=lambda code: _plain(names[code]))
    return tuple(Option(code, names[code]) for code in (*NEAR, *others))


def _plain(name: str) -> str:
    """Without accents: Ägypten stands under A, not behind Z."""
    parts = unicodedata.normalize("NFD", name.casefold())
    return "".join(one for one in parts if not unicodedata.combining(one))
