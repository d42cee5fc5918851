"""IBAN, BIC and creditor identifier: form, check digits, and who takes direct debits."""

from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError
from schwifty import BIC, IBAN
from schwifty.exceptions import SchwiftyException
from stdnum.eu import at_02
from stdnum.exceptions import ValidationError

_EEA = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK"
#: GI, JE, GG and IM count as one country with GB in the list of the scheme (EPC409-09).
_SEPA_OUTSIDE_EEA = "AD AL CH GB GI JE GG IM MC MD ME MK RS SM VA"
#: Our own list: schwifty's lacks AL, MD, ME, MK and RS.
SEPA = frozenset(f"{_EEA} {_SEPA_OUTSIDE_EEA}".split())


@lru_cache(maxsize=10_000)
def _iban(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return str(IBAN(text))
    except SchwiftyException as wrong:
        raise PydanticCustomError(
            "invalid-iban", "is no valid IBAN: {why}", {"why": _why(wrong)}
        ) from wrong


def _why(wrong: SchwiftyException) -> str:
    """The kind of mistake in words; the library's own text would repeat the IBAN."""
    return {
        "InvalidChecksumDigits": "the check digits do not fit, probably a typing error",
        "InvalidLength": "too short or too long for its country",
        "InvalidCountryCode": "its country has no IBANs",
    }.get(type(wrong).__name__, "letters or digits stand where they cannot")


def _bic(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return str(BIC(text.strip().upper()))
    except SchwiftyException as wrong:
        raise PydanticCustomError("invalid-bic", "is no BIC: 8 or 11 letters and digits") from wrong


def _creditor_id(text: str) -> str:
    number = "".join(text.split()).upper()
    if not number:
        return ""
    try:
        at_02.validate(number)
    except ValidationError as wrong:
        raise PydanticCustomError(
            "invalid-creditor-id", "is no SEPA creditor identifier, such as DE98ZZZ09999999999"
        ) from wrong
    return number


@lru_cache(maxsize=10_000)
def bic_of(iban: str) -> str:
    """The BIC that the bank registers know for a valid IBAN, or nothing: they have gaps."""
    found = IBAN(iban, allow_invalid=True).bic if iban else None
    return str(found) if found else ""


def is_sepa(iban: str) -> bool:
    """Whether an account lies in the SEPA area, by the country its IBAN names."""
    return iban[:2] in SEPA


def masked(iban: str) -> str:
    """Country and last four, for every place where the whole is nobody's business."""
    return f"{iban[:2]}…{iban[-4:]}" if iban else ""


OptionalIban = Annotated[str, AfterValidator(_iban)]
Bic = Annotated[str, AfterValidator(_bic)]
CreditorId = Annotated[str, AfterValidator(_creditor_id)]
