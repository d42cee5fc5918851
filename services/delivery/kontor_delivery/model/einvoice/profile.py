"""The dresses of an invoice: inside its own PDF, in a flow to Chorus Pro, and for download."""

from enum import StrEnum

from kontor_contracts.billing.invoice import Invoice

#: BT-24
EN_16931 = "urn:cen.eu:en16931:2017"


class Profile(StrEnum):
    #: CII, embedded in the PDF as `factur-x.xml`.
    FACTUR_X = "factur-x"
    #: UBL, flow FSO1100A of a direct deposit.
    CHORUS_PRO = "chorus-pro"
    #: EN 16931 as it is, in UBL, for whoever wants that.
    UBL = "ubl"


def business_process(invoice: Invoice, profile: Profile) -> str:
    """BT-23, *cadre de facturation*: A1 a supplier's invoice, A2 one already paid (nothing due)."""
    if profile is not Profile.CHORUS_PRO:
        return ""
    return "A2" if invoice.totals.prepaid and not invoice.totals.payable else "A1"
