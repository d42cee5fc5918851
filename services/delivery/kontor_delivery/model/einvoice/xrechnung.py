"""XRechnung, Germany's dress of EN 16931: what it asks for beyond, and how debits fit into it."""

from collections.abc import Iterator
from dataclasses import replace

from kontor_contracts.billing.invoice import CollectionWay, Invoice, InvoiceKind
from kontor_contracts.errors import FieldError
from kontor_contracts.values import Period

from kontor_delivery.model.einvoice.payment import DIRECT_DEBIT, MIXED, SEPA_DEBIT, Payment

#: UNTDID 4461: not defined, and settled between partners.
UNDEFINED, CLEARING = "1", "97"
#: BR-DE-27
FEWEST_DIGITS = 3


def payment_for_xrechnung(invoice: Invoice, payment: Payment | None) -> Payment:
    """BG-16, which every document carries (BR-DE-1).

    A debit's group names the debited account in full (BR-DE-31), which billing alone knows. So
    debits go without that group, and BT-20 tells mandate and creditor in words.
    """
    if payment is None:
        credit = invoice.kind is InvoiceKind.CREDIT_NOTE
        return Payment(code=CLEARING if credit else UNDEFINED, text="", reference=invoice.number)
    debited = payment.code in {DIRECT_DEBIT, SEPA_DEBIT}
    code = MIXED if debited else payment.code
    return replace(payment, code=code, mandate="", creditor_id="")


def period_of_lines(invoice: Invoice) -> Period:
    """BG-14, wide enough for the period of each line (R111): a line may be billed for a year."""
    periods = [invoice.period, *(line.period for line in invoice.lines() if line.period)]
    return Period(start=min(one.start for one in periods), end=max(one.end for one in periods))


def xrechnung_faults(invoice: Invoice) -> tuple[FieldError, ...]:
    """Empty where the invoice can be written as XRechnung; else every datum that is missing."""
    return (*_routing(invoice), *_seller(invoice), *_places(invoice))


def _routing(invoice: Invoice) -> Iterator[FieldError]:
    if not invoice.buyer_reference:
        yield _missing("buyer_reference", "the buyer's Leitweg-ID or another reference")
    if invoice.buyer.electronic_address is None:
        yield _missing("buyer.electronic_address", "the buyer's electronic address")


def _seller(invoice: Invoice) -> Iterator[FieldError]:
    seller = invoice.seller
    if not seller.email:
        yield _missing("seller.email", "the own organisation's e-mail address")
    if sum(one.isdigit() for one in seller.phone) < FEWEST_DIGITS:
        yield _missing("seller.phone", "the own organisation's telephone number")
    if not seller.vat_id:
        yield _missing("seller.vat_id", "the own organisation's VAT number")
    by_transfer = any(one.way is CollectionWay.TRANSFER for one in invoice.collections)
    if by_transfer and not seller.iban:
        yield _missing("seller.iban", "the account to pay to")


def _places(invoice: Invoice) -> Iterator[FieldError]:
    for name, address in (("seller", invoice.seller.address), ("buyer", invoice.buyer.address)):
        if not address.postcode:
            yield _missing(f"{name}.address.postcode", f"the {name}'s postcode")
        if not address.city:
            yield _missing(f"{name}.address.city", f"the {name}'s town")


def _missing(field: str, what: str) -> FieldError:
    return FieldError(field, "xrechnung-missing", f"XRechnung asks for {what}.")
