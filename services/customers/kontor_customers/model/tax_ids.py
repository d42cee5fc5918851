"""VAT ids and French register numbers: their form and their check digits."""

from typing import Annotated, LiteralString, Protocol

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError
from stdnum import get_cc_module
from stdnum.exceptions import ValidationError
from stdnum.fr import siren as siren_numbers
from stdnum.fr import siret as siret_numbers

#: Prefixes of VAT ids that are not the country's ISO code.
PREFIX_COUNTRIES = {"EL": "gr", "XI": "gb"}
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


def is_of_member_state(vat_id: str) -> bool:
    """Whether a VAT id is one of the European Union."""
    return vat_id[:2] in _EU_PREFIXES.split()


VatId = Annotated[str, AfterValidator(_vat_id)]
Siren = Annotated[str, AfterValidator(_siren)]
Siret = Annotated[str, AfterValidator(_siret)]
