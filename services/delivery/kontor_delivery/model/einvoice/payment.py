"""How the invoice is paid: one instruction (BG-16) for all collections, and the terms in words."""

from dataclasses import dataclass
from itertools import chain

from kontor_contracts.billing.invoice import Collection, CollectionWay, Invoice, InvoiceKind

from kontor_delivery.model import figures
from kontor_delivery.model.einvoice.parties import full_name
from kontor_delivery.model.wording import Wording, wording

#: UNTDID 4461
CREDIT_TRANSFER, DIRECT_DEBIT, SEPA_TRANSFER, SEPA_DEBIT = "30", "49", "58", "59"
#: "Mutually defined": CII allows one code (CII-SR-467), and parts paid in two ways share none.
MIXED = "ZZZ"
#: The ways' names in the wording.
_NAMES = {
    CollectionWay.TRANSFER: "transfer",
    CollectionWay.SEPA_FILE: "debit",
    CollectionWay.GOCARDLESS_FILE: "gocardless",
    CollectionWay.GOCARDLESS_API: "gocardless",
}


@dataclass(frozen=True, slots=True)
class Payment:
    """BG-16; fields are empty where they do not apply."""

    code: str
    #: BT-82
    text: str
    #: BT-83
    reference: str
    #: BT-84, BT-85, BT-86
    iban: str = ""
    account_name: str = ""
    bic: str = ""
    #: BT-89, BT-90; BT-91, the debited account, is known to billing alone
    mandate: str = ""
    creditor_id: str = ""


def payment_of(invoice: Invoice) -> Payment | None:
    """None where nothing is collected; a credit note tells the buyer no account to pay to."""
    if not invoice.collections or invoice.kind is InvoiceKind.CREDIT_NOTE:
        return None
    ways = {collection.way for collection in invoice.collections}
    by_transfer = CollectionWay.TRANSFER in ways
    return Payment(
        code=_code(invoice),
        text=" + ".join(
            dict.fromkeys(way_title(one, _words(invoice)) for one in invoice.collections)
        ),
        reference=_reference(invoice),
        iban=invoice.seller.iban if by_transfer else "",
        account_name=full_name(invoice.seller) if by_transfer else "",
        bic=invoice.seller.bic if by_transfer else "",
        mandate=_mandate(invoice),
        creditor_id=invoice.seller.creditor_id if CollectionWay.SEPA_FILE in ways else "",
    )


def terms_in_words(invoice: Invoice) -> str:
    """BT-20: each collection with its amount, its day and its mandate."""
    if invoice.kind is InvoiceKind.CREDIT_NOTE or not invoice.collections:
        return nothing_to_pay(invoice)
    words = ((sentence(one, invoice), _mandate_words(one, invoice)) for one in invoice.collections)
    return " ".join(filter(None, chain.from_iterable(words)))


def nothing_to_pay(invoice: Invoice) -> str:
    credit = invoice.kind is InvoiceKind.CREDIT_NOTE
    return _words(invoice)["payment.credit" if credit else "payment.nothing"]


def sentence(collection: Collection, invoice: Invoice) -> str:
    """One collection, told to the person who pays."""
    return _words(invoice)[f"payment.{_NAMES[collection.way]}"].format(
        amount=figures.money(collection.amount, invoice.currency, invoice.language),
        due=figures.day(collection.due_on, invoice.language),
    )


def way_title(collection: Collection, words: Wording) -> str:
    return words[f"payment.{_NAMES[collection.way]}-title"]


def _mandate_words(collection: Collection, invoice: Invoice) -> str:
    if not collection.mandate_reference:
        return ""
    return _words(invoice)[f"payment.{_NAMES[collection.way]}-mandate"].format(
        mandate=collection.mandate_reference, creditor=invoice.seller.creditor_id
    )


def _code(invoice: Invoice) -> str:
    codes = {_code_of(collection.way, invoice.currency) for collection in invoice.collections}
    return codes.pop() if len(codes) == 1 else MIXED


def _code_of(way: CollectionWay, currency: str) -> str:
    if way is CollectionWay.TRANSFER:
        return SEPA_TRANSFER if currency == "EUR" else CREDIT_TRANSFER
    return SEPA_DEBIT if way is CollectionWay.SEPA_FILE else DIRECT_DEBIT


def _reference(invoice: Invoice) -> str:
    references = {collection.reference for collection in invoice.collections}
    return references.pop() if len(references) == 1 else invoice.number


def _mandate(invoice: Invoice) -> str:
    mandates = [one.mandate_reference for one in invoice.collections if one.mandate_reference]
    return mandates[0] if len(set(mandates)) == 1 else ""


def _words(invoice: Invoice) -> Wording:
    return wording(invoice.language)
