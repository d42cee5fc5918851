"""The payment boxes: one per collection, a transfer with its EPC code to scan."""

from dataclasses import dataclass
from decimal import Decimal

import segno
from kontor_contracts.billing.invoice import Collection, CollectionWay, Invoice, InvoiceKind
from segno.helpers import make_epc_qr

from kontor_delivery.gateways.rendering.letterhead import grouped
from kontor_delivery.model.einvoice.parties import full_name
from kontor_delivery.model.einvoice.payment import nothing_to_pay, sentence, way_title
from kontor_delivery.model.wording import Wording, wording

#: EPC069-12: what the code can hold.
SMALLEST, LARGEST, NAME_LENGTH = Decimal("0.01"), Decimal("999999999.99"), 70


@dataclass(frozen=True, slots=True)
class PaymentBox:
    title: str
    sentence: str
    note: str = ""
    #: Labels and values.
    facts: tuple[tuple[str, str], ...] = ()
    #: An SVG as data URI, and what to do with it.
    code: str = ""
    code_hint: str = ""


def payment_boxes(invoice: Invoice) -> tuple[PaymentBox, ...]:
    words = wording(invoice.language)
    if invoice.kind is InvoiceKind.CREDIT_NOTE or not invoice.collections:
        return (PaymentBox(title="", sentence=nothing_to_pay(invoice)),)
    return tuple(_box(collection, invoice, words) for collection in invoice.collections)


def _box(collection: Collection, invoice: Invoice, words: Wording) -> PaymentBox:
    builders = {CollectionWay.TRANSFER: _transfer, CollectionWay.SEPA_FILE: _debit}
    return builders.get(collection.way, _gocardless)(collection, invoice, words)


def _transfer(collection: Collection, invoice: Invoice, words: Wording) -> PaymentBox:
    seller = invoice.seller
    code = epc_code(collection, invoice)
    return PaymentBox(
        title=way_title(collection, words),
        sentence=sentence(collection, invoice),
        facts=_facts(
            words,
            holder=full_name(seller),
            iban=grouped(seller.iban),
            bic=seller.bic,
            reference=collection.reference,
        ),
        code=code,
        code_hint=words["payment.scan"] if code else "",
    )


def _debit(collection: Collection, invoice: Invoice, words: Wording) -> PaymentBox:
    """The pre-notification names day, amount, mandate, creditor and account (SEPA rulebook)."""
    return PaymentBox(
        title=way_title(collection, words),
        sentence=sentence(collection, invoice),
        note=words["payment.debit-note"],
        facts=_facts(
            words,
            mandate=collection.mandate_reference,
            creditor=invoice.seller.creditor_id,
            account=collection.masked_iban,
            reference=collection.reference,
        ),
    )


def _gocardless(collection: Collection, invoice: Invoice, words: Wording) -> PaymentBox:
    return PaymentBox(
        title=way_title(collection, words),
        sentence=sentence(collection, invoice),
        note=words["payment.gocardless-note"],
        facts=_facts(words, mandate=collection.mandate_reference, reference=collection.reference),
    )


def _facts(words: Wording, **values: str) -> tuple[tuple[str, str], ...]:
    return tuple((words[f"payment.{name}"], value) for name, value in values.items() if value)


def epc_code(collection: Collection, invoice: Invoice) -> str:
    """The transfer for a banking app (EPC069-12); none where it cannot be written as a code."""
    payable = SMALLEST <= collection.amount <= LARGEST
    if invoice.currency != "EUR" or not invoice.seller.iban or not payable:
        return ""
    code: segno.QRCode = make_epc_qr(
        name=full_name(invoice.seller)[:NAME_LENGTH],
        iban=invoice.seller.iban,
        amount=collection.amount,
        text=collection.reference,
        bic=invoice.seller.bic or None,
        encoding="utf-8",
    )
    return code.svg_data_uri(border=0, dark="#16202c")
