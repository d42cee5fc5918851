"""ISO codes, checked against the published lists."""

from typing import Annotated
from zoneinfo import available_timezones

import pycountry
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError


def _country(text: str) -> str:
    code = text.strip().upper()
    if len(code) != 2 or pycountry.countries.get(alpha_2=code) is None:  # noqa: PLR2004 - alpha-2
        raise PydanticCustomError("unknown-country", "is no country code of ISO 3166-1, such as DE")
    return code


def _currency(text: str) -> str:
    code = text.strip().upper()
    if pycountry.currencies.get(alpha_3=code) is None:
        raise PydanticCustomError(
            "unknown-currency", "is no currency code of ISO 4217, such as EUR"
        )
    return code


def _time_zone(text: str) -> str:
    if text not in available_timezones():
        raise PydanticCustomError("unknown-time-zone", "is no time zone, such as Europe/Berlin")
    return text


Country = Annotated[str, AfterValidator(_country)]
Currency = Annotated[str, AfterValidator(_currency)]
TimeZone = Annotated[str, AfterValidator(_time_zone)]
