"""The electronic invoice of EN 16931: an invoice's business terms, written as UBL or as CII."""

from kontor_contracts.billing.invoice import Invoice

from kontor_delivery.model.einvoice import cii, ubl
from kontor_delivery.model.einvoice.profile import IN_CII, Profile
from kontor_delivery.model.einvoice.terms import terms_of

__all__ = ["Profile", "to_xml"]


def to_xml(invoice: Invoice, profile: Profile) -> bytes:
    """The invoice as the profile's XML document, the same bytes every time."""
    write = cii.write if profile in IN_CII else ubl.write
    return write(terms_of(invoice, profile))
