"""Invoice numbers: gapless per series, written by the organisation's pattern."""

import re
from datetime import date
from string import Formatter

#: Chorus Pro G1.05, without the blank that the French reform forbids (BR-FR-01).
NUMBER_FORM = re.compile(r"^[A-Za-z0-9+_/-]{1,20}$")
_WIDTH = re.compile(r"^(0?[1-9]\d?)?$")
#: The largest number that a pattern must leave room for.
LARGEST = 99_999_999


def series_of(issued_on: date) -> str:
    """Numbers run through one year of issue."""
    return f"{issued_on.year}"


def invoice_number(pattern: str, issued_on: date, number: int) -> str:
    return pattern.format(year=issued_on.year, number=number)


def is_usable(pattern: str) -> bool:
    """Whether numbers of `pattern` are unique, and of a form that every channel takes."""
    return (
        _fields(pattern) == {"year", "number"}
        and NUMBER_FORM.match(pattern.format(year=2000, number=LARGEST)) is not None
    )


def _fields(pattern: str) -> set[str]:
    """The fields of `pattern`; none when it asks for more than a year and a padded number."""
    try:
        parts = [(field, spec, how) for _, field, spec, how in Formatter().parse(pattern) if field]
    except ValueError:
        return set()
    plain = all(how is None and _WIDTH.match(spec or "") for _, spec, how in parts)
    return {field for field, _, _ in parts} if plain else set()
