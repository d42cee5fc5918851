"""Where SEPA reaches and where it asks for more than an IBAN (EPC409-09, as of October 2025)."""

_IN_EEA = (
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK"
)
_OUTSIDE_EEA = "AD AL CH GB GI MC MD ME MK RS SM VA"

EEA = frozenset(_IN_EEA.split())
SEPA = EEA | frozenset(_OUTSIDE_EEA.split())
