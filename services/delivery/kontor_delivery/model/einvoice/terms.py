"""The business terms (BT) and groups (BG) of EN 16931 that both syntaxes write."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kontor_contracts.billing.invoice import (
    Invoice,
    InvoiceKind,
    InvoiceLine,
    InvoiceSection,
    VatCategory,
)
from kontor_contracts.values import Address, Period

from kontor_delivery.model.einvoice.parties import Party, buyer_party, seller_party
from kontor_delivery.model.einvoice.payment import Payment, payment_of, terms_in_words
from kontor_delivery.model.einvoice.profile import (
    XRECHNUNG,
    Profile,
    business_process,
    guideline,
)
from kontor_delivery.model.einvoice.xml import clean
from kontor_delivery.model.einvoice.xrechnung import payment_for_xrechnung, period_of_lines

#: UNTDID 5189: BT-140 asks why a line costs less.
DISCOUNT = "95"
#: What Chorus Pro takes of an item's name, and of notes, terms and descriptions.
NAME_LENGTH, TEXT_LENGTH = 99, 1024


@dataclass(frozen=True, slots=True)
class Line:
    """BG-25, the sign of a negative price moved to the quantity (BR-27)."""

    source: InvoiceLine
    #: BT-127: the folder that it belongs to
    note: str
    name: str
    #: BT-154, where the name does not say it all
    description: str
    quantity: Decimal
    price: Decimal


@dataclass(frozen=True, slots=True)
class Terms:
    invoice: Invoice
    #: BT-24
    guideline: str
    #: BT-23
    process: str
    #: BG-14
    period: Period
    #: BT-22
    note: str
    seller: Party
    buyer: Party
    lines: tuple[Line, ...]
    payment: Payment | None
    #: BT-20
    payment_terms: str
    #: BT-72: a service supplied over a time counts as supplied at its end (§ 13 UStG)
    delivered_on: date
    #: BG-15, asked for by intra-community supplies alone
    delivered_to: Address | None

    @property
    def is_credit_note(self) -> bool:
        return self.invoice.kind is InvoiceKind.CREDIT_NOTE


def terms_of(invoice: Invoice, profile: Profile) -> Terms:
    intra_community = any(row.category is VatCategory.INTRA_COMMUNITY for row in invoice.vat)
    footer = invoice.seller.footer
    return Terms(
        invoice=invoice,
        guideline=guideline(profile),
        process=business_process(invoice, profile),
        period=period_of_lines(invoice) if profile in XRECHNUNG else invoice.period,
        note=clean(footer.in_language(invoice.language))[:TEXT_LENGTH] if footer else "",
        seller=seller_party(invoice.seller, with_contact=profile in XRECHNUNG),
        buyer=buyer_party(invoice.buyer),
        lines=tuple(_line(line, part) for part in invoice.sections for line in part.lines),
        payment=_payment(invoice, profile),
        payment_terms=terms_in_words(invoice)[:TEXT_LENGTH],
        delivered_on=last_day(invoice.period),
        delivered_to=invoice.buyer.address if intra_community else None,
    )


def _payment(invoice: Invoice, profile: Profile) -> Payment | None:
    payment = payment_of(invoice)
    return payment_for_xrechnung(invoice, payment) if profile in XRECHNUNG else payment


def last_day(period: Period) -> date:
    """The day that closes a period in the world's reckoning, where both ends count in."""
    return period.end - timedelta(days=1)


def _line(line: InvoiceLine, section: InvoiceSection) -> Line:
    sign = -1 if line.unit_price < 0 else 1
    whole = clean(" ".join(line.description.split())) or line.article or str(line.position)
    name = whole if len(whole) <= NAME_LENGTH else f"{whole[: NAME_LENGTH - 1]}…"
    return Line(
        source=line,
        note=" · ".join(filter(None, (section.title, section.site, section.purchase_order))),
        name=name,
        description="" if name == whole else whole[:TEXT_LENGTH],
        quantity=sign * line.quantity,
        price=sign * line.unit_price,
    )
