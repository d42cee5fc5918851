"""The dresses of an invoice: inside its own PDF, in a flow to Chorus Pro, and for download."""

from enum import StrEnum

from kontor_contracts.billing.invoice import Invoice

#: BT-24
EN_16931 = "urn:cen.eu:en16931:2017"
XRECHNUNG_3 = f"{EN_16931}#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
#: BT-23 of an invoice that nobody ordered through Peppol, too.
BILLING = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"


class Profile(StrEnum):
    #: CII, embedded in the PDF as `factur-x.xml`.
    FACTUR_X = "factur-x"
    #: UBL, flow FSO1100A of a direct deposit.
    CHORUS_PRO = "chorus-pro"
    #: CII, flow FSO1106A of a direct deposit.
    CHORUS_PRO_CII = "chorus-pro-cii"
    #: EN 16931 as it is, in UBL, for whoever wants that.
    UBL = "ubl"
    #: What German public bodies take, in either syntax.
    XRECHNUNG = "xrechnung"
    XRECHNUNG_CII = "xrechnung-cii"


CHORUS = frozenset({Profile.CHORUS_PRO, Profile.CHORUS_PRO_CII})
XRECHNUNG = frozenset({Profile.XRECHNUNG, Profile.XRECHNUNG_CII})
IN_CII = frozenset({Profile.FACTUR_X, Profile.CHORUS_PRO_CII, Profile.XRECHNUNG_CII})


def guideline(profile: Profile) -> str:
    """BT-24: the rules that the document keeps."""
    return XRECHNUNG_3 if profile in XRECHNUNG else EN_16931


def business_process(invoice: Invoice, profile: Profile) -> str:
    """BT-23. *Cadre de facturation*: A1 a supplier's invoice, A2 one already paid (nothing due)."""
    if profile in XRECHNUNG:
        return BILLING
    if profile not in CHORUS:
        return ""
    return "A2" if invoice.totals.prepaid and not invoice.totals.payable else "A1"
