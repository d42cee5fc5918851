"""Why no VAT is charged, as codes of the list VATEX of the Connecting Europe Facility (BT-121)."""

from typing import Annotated, Final

from kontor_contracts.customers.party import VatTreatment
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

#: Articles of directive 2006/112/EC; letters stand for categories and special schemes.
_EU = """
    79-C 132 132-1A 132-1B 132-1C 132-1D 132-1E 132-1F 132-1G 132-1H 132-1I 132-1J 132-1K 132-1L
    132-1M 132-1N 132-1O 132-1P 132-1Q 135-1 143 143-1A 143-1B 143-1C 143-1D 143-1E 143-1F 143-1FA
    143-1G 143-1H 143-1I 143-1J 143-1K 143-1L 144 146-1E 148 148-A 148-B 148-C 148-D 148-E 148-F
    148-G 151 151-1A 151-1AA 151-1B 151-1C 151-1D 151-1E 153 159 309 AE D F G I IC J O
"""
#: Articles of the Code général des impôts.
_FR = """
    298SEXDECIESA AE CGI261-1 CGI261-2 CGI261-3 CGI261-4 CGI261-5 CGI261-7 CGI261-8 CGI261A CGI261B
    CGI261C-1 CGI261C-2 CGI261C-3 CGI261D-1 CGI261D-1BIS CGI261D-2 CGI261D-3 CGI261D-4 CGI261E-1
    CGI261E-2 CGI275 CGI277A CGI295 CNWVAT FRANCHISE
"""
_LISTS: Final = {"EU": _EU, "FR": _FR}
CODES: Final = frozenset(
    f"VATEX-{origin}-{code}" for origin, codes in _LISTS.items() for code in codes.split()
)
REVERSE_CHARGE: Final = frozenset({"VATEX-EU-AE", "VATEX-FR-AE"})
#: Say that the supply is of another category than *exempt*: AE, K, G and O of EN 16931.
OF_OTHER_CATEGORIES: Final = REVERSE_CHARGE | {"VATEX-EU-IC", "VATEX-EU-G", "VATEX-EU-O"}


def _listed(text: str) -> str:
    code = text.strip().upper()
    if code and code not in CODES:
        raise PydanticCustomError(
            "unknown-vatex", "is no code of the VATEX list, such as VATEX-EU-AE or VATEX-EU-132"
        )
    return code


def contradicts(code: str, treatment: VatTreatment) -> bool:
    """Whether the code tells of another treatment; where VAT is charged it tells nothing."""
    match treatment:
        case VatTreatment.STANDARD:
            return False
        case VatTreatment.EXEMPT:
            return code in OF_OTHER_CATEGORIES
    return bool(code) and code not in REVERSE_CHARGE


Vatex = Annotated[str, AfterValidator(_listed)]
