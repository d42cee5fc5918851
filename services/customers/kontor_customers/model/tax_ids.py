"""VAT ids and French register numbers: their form and their check digits."""

import re
from typing import Annotated, LiteralString, Protocol

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError
from stdnum import get_cc_module
from stdnum.de import leitweg
from stdnum.exceptions import ValidationError
from stdnum.fr import siren as siren_numbers
from stdnum.fr import siret as siret_numbers

#: Prefixes of VAT ids that are not the country's ISO code.
PREFIX_COUNTRIES = {"EL": "gr", "XI": "gb"}
#: Coarse and fine address, and two check digits.
LEITWEG_FORM = re.compile(r"[0-9]{2,12}(-[0-9A-Za-z]{1,30})?-[0-9]{2}")
#: Member states of the European Union by the prefix of their VAT ids.
_EU_PREFIXES = "AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"


class NumberRules(Protocol):
    """A module of stdnum."""

    def validate(self, number: str) -> str: ...


def _vat_id(text: str) -> str:
    number = "".join(text.split()).replace(".", "").replace("-", "").upper()
    if not number:
        return ""
    prefix = number[:2]
    rules = get_cc_module(PREFIX_COUNTRIES.get(prefix, prefix.lower()), "vat")
    if rules is None:
        raise PydanticCustomError(
            "invalid-vat-id", "starts with no country whose VAT ids are known, such as DE"
        )
    _validate(rules, number.removeprefix("XI"), "invalid-vat-id", "is no VAT id of its country")
    return number


def _siren(text: str) -> str:
    number = "".join(text.split())
    if number:
        _validate(siren_numbers, number, "invalid-siren", "is no SIREN: 9 digits, the last checks")
    return number


def _siret(text: str) -> str:
    number = "".join(text.split())
    if number:
        _validate(siret_numbers, number, "invalid-siret", "is no SIRET: 14 digits, the last checks")
    return number


def _validate(rules: NumberRules, number: str, code: LiteralString, message: LiteralString) -> None:
    try:
        rules.validate(number)
    except ValidationError as wrong:
        raise PydanticCustomError(code, message) from wrong


def refuse_wrong_leitweg_id(number: str) -> None:
    """PydanticCustomError when the check digits of a German Leitweg-ID do not fit."""
    _validate(leitweg, number, "invalid-leitweg-id", "is no Leitweg-ID: its check digits differ")


def is_of_other_member_state(vat_id: str, own_country: str) -> bool:
    """Whether a VAT id is one of the European Union, and not of our own country."""
    prefix = vat_id[:2]
    own_prefix = "EL" if own_country == "GR" else own_country
    return prefix in _EU_PREFIXES.split() and prefix != own_prefix


VatId = Annotated[str, AfterValidator(_vat_id)]
Siren = Annotated[str, AfterValidator(_siren)]
Siret = Annotated[str, AfterValidator(_siret)]
