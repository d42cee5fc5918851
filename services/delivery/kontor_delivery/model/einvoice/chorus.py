"""What Chorus Pro asks of an invoice beyond EN 16931; every wrong field is named at once."""

import re
from collections.abc import Iterator

from kontor_contracts.billing.invoice import Invoice, InvoiceKind
from kontor_contracts.errors import FieldError
from stdnum.fr import siret

from kontor_delivery.model.einvoice.parties import full_name
from kontor_delivery.model.einvoice.payment import (
    CREDIT_TRANSFER,
    DIRECT_DEBIT,
    SEPA_DEBIT,
    SEPA_TRANSFER,
    payment_of,
)

#: G1.05
NUMBER = re.compile(r"[A-Za-z0-9+_/-]{1,20}")
#: S2.05, as far as Kontor writes them
TRANSFERS = {CREDIT_TRANSFER, SEPA_TRANSFER}
PAYMENT_CODES = TRANSFERS | {DIRECT_DEBIT, SEPA_DEBIT}
NAME_LENGTH, SERVICE_LENGTH, ENGAGEMENT_LENGTH, IBAN_LENGTH = 99, 100, 50, 27


def chorus_faults(invoice: Invoice) -> tuple[FieldError, ...]:
    """Empty where a direct deposit can take the invoice.

    Whether this buyer wants a service code or an engagement number, billing has asked before.
    """
    return (*_document(invoice), *_parties(invoice), *_routing(invoice), *_payment(invoice))


def _document(invoice: Invoice) -> Iterator[FieldError]:
    if not NUMBER.fullmatch(invoice.number):
        yield FieldError(
            "number", "chorus-number", "At most 20 letters, digits and + _ / - are allowed."
        )
    if invoice.currency != "EUR":
        yield FieldError("currency", "chorus-currency", "Chorus Pro takes euros only.")
    if invoice.kind is InvoiceKind.CREDIT_NOTE and not invoice.preceding_number:
        yield FieldError(
            "preceding_number", "chorus-preceding", "A credit note names the invoice it corrects."
        )


def _parties(invoice: Invoice) -> Iterator[FieldError]:
    yield from _siret("seller.siret", invoice.seller.siret)
    yield from _siret("buyer.siret", invoice.buyer.siret)
    yield from _length("seller.name", full_name(invoice.seller), NAME_LENGTH)
    yield from _length("buyer.name", invoice.buyer.name, NAME_LENGTH)


def _routing(invoice: Invoice) -> Iterator[FieldError]:
    yield from _length("buyer_reference", invoice.buyer_reference, SERVICE_LENGTH)
    yield from _length("purchase_order", invoice.purchase_order, ENGAGEMENT_LENGTH)


def _payment(invoice: Invoice) -> Iterator[FieldError]:
    payment = payment_of(invoice)
    if payment and payment.code not in PAYMENT_CODES:
        yield FieldError("collections", "chorus-payment", "One way of payment only is possible.")
    if payment and payment.code in TRANSFERS and not invoice.seller.iban:
        yield FieldError("seller.iban", "chorus-iban", "The account to pay to is missing.")
    yield from _length("seller.iban", invoice.seller.iban, IBAN_LENGTH)


def _siret(field: str, value: str) -> Iterator[FieldError]:
    if not (value.isascii() and value.isdigit() and siret.is_valid(value)):
        yield FieldError(field, "chorus-siret", "A valid SIRET of 14 digits is needed.")


def _length(field: str, value: str, limit: int) -> Iterator[FieldError]:
    if len(value) > limit:
        yield FieldError(field, "chorus-length", f"At most {limit} characters are allowed.")
