"""Invoices and credit notes as fixed at issue; BT and BG are the terms of EN 16931."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from kontor_contracts.customers.party import (
    DeliveryMethod,
    ElectronicAddress,
    PartyKind,
    RecipientRole,
)
from kontor_contracts.event import Event
from kontor_contracts.topics import BILLING_INVOICE
from kontor_contracts.values import (
    Address,
    Amount,
    CurrencyCode,
    Language,
    LocalizedText,
    Percent,
    Period,
    Quantity,
    UnitPrice,
    Value,
)


class VatCategory(StrEnum):
    """UNCL5305, the codes of EN 16931 that Kontor issues."""

    STANDARD = "S"
    ZERO = "Z"
    EXEMPT = "E"
    REVERSE_CHARGE = "AE"
    INTRA_COMMUNITY = "K"


class Seller(Value):
    """BG-4, frozen from the own organisation."""

    name: str
    legal_form: str = ""
    address: Address
    vat_id: str = ""
    siren: str = ""
    siret: str = ""
    registration_number: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    iban: str = ""
    bic: str = ""
    creditor_id: str = ""
    #: Printed above the lines, and below them.
    introduction: LocalizedText | None = None
    footer: LocalizedText | None = None


class Buyer(Value):
    """BG-7, frozen from the party."""

    name: str
    #: Account number, `K-000123`; BT-46 where no other identifier is asked for.
    number: str
    kind: PartyKind = PartyKind.BUSINESS
    address: Address
    vat_id: str = ""
    siren: str = ""
    siret: str = ""
    electronic_address: ElectronicAddress | None = None


class Payer(Value):
    """The party that pays in place of the buyer, who stays the one that is invoiced."""

    party_id: UUID
    #: Account number.
    number: str
    name: str


class InvoiceLine(Value):
    """BG-25. `net` = quantity * unit price - discount, rounded to the cent."""

    #: BT-126: position on the invoice, from 1.
    position: int
    folder_line_id: UUID | None = None
    article: str = ""
    description: str
    #: BG-26: what was supplied when; none for a one-off.
    period: Period | None = None
    quantity: Quantity
    unit: str = "C62"
    unit_price: UnitPrice
    #: BT-136, an amount.
    discount: Amount = Decimal("0.00")
    net: Amount
    vat_category: VatCategory
    vat_rate: Percent


class InvoiceSection(Value):
    """The lines of one folder, with their sum."""

    folder_id: UUID | None = None
    title: str = ""
    site: str = ""
    purchase_order: str = ""
    net: Amount
    lines: tuple[InvoiceLine, ...]


class VatBreakdown(Value):
    """BG-23: one row per category and rate; `vat` is `net` * `rate` rounded (BR-CO-17)."""

    category: VatCategory
    rate: Percent
    net: Amount
    vat: Amount
    #: BT-121, VATEX code; empty for standard rates.
    reason_code: str = ""
    #: BT-120, printed.
    reason: str = ""


class Totals(Value):
    """BG-22. `gross` = `net` + `vat`; `payable` = `gross` - `prepaid`."""

    net: Amount
    vat: Amount
    gross: Amount
    prepaid: Amount = Decimal("0.00")
    payable: Amount


class CollectionWay(StrEnum):
    """How the money of a collection is to arrive; frozen at issue."""

    TRANSFER = "transfer"
    SEPA_FILE = "sepa-file"
    GOCARDLESS_FILE = "gocardless-file"
    GOCARDLESS_API = "gocardless-api"


class Collection(Value):
    """A part of the payable amount, and the way it is paid.

    The collections of an invoice add up to its payable amount.
    """

    id: UUID
    #: `<invoice>-<collection>-<attempt>`: end-to-end id, export reference, remittance text.
    reference: str
    way: CollectionWay
    amount: Amount
    due_on: date
    #: Where the payment method was set: `folder`, `customer` or `organisation`.
    source: str
    mandate_id: UUID | None = None
    #: UMR of the SEPA mandate, or GoCardless' mandate id.
    mandate_reference: str = ""
    #: The debtor's IBAN but for its ends, as printed in the pre-notification.
    masked_iban: str = ""


class InvoiceKind(StrEnum):
    """UNTDID 1001."""

    INVOICE = "380"
    CREDIT_NOTE = "381"


class Invoice(Value):
    """A fixed invoice. Nothing in it changes after issue."""

    id: UUID
    kind: InvoiceKind = InvoiceKind.INVOICE
    #: BT-1: gapless per series, at most 20 of `A-Za-z0-9+_/-` (Chorus Pro G1.05).
    number: str
    #: Number of the invoice that a credit note names (BT-25).
    preceding_number: str = ""
    run_id: UUID | None = None
    party_id: UUID
    #: What the run put together: `all` or a folder, with what split it off.
    group: str
    issued_on: date
    due_on: date
    #: BG-14.
    period: Period
    currency: CurrencyCode
    language: Language
    seller: Seller
    buyer: Buyer
    #: None: the buyer pays.
    payer: Payer | None = None
    #: BT-10: service code of a French, Leitweg-ID of a German public body.
    buyer_reference: str = ""
    #: BT-13: purchase order, engagement number.
    purchase_order: str = ""
    sections: tuple[InvoiceSection, ...]
    vat: tuple[VatBreakdown, ...]
    totals: Totals
    collections: tuple[Collection, ...]

    @property
    def debtor_id(self) -> UUID:
        """The party whose mandates its collections use."""
        return self.payer.party_id if self.payer else self.party_id

    def lines(self) -> tuple[InvoiceLine, ...]:
        """All lines in the order of their positions."""
        return tuple(line for section in self.sections for line in section.lines)


class Recipient(Value):
    """A contact that gets the invoice by e-mail, frozen at issue."""

    contact_id: UUID
    name: str
    email: str
    language: Language
    role: RecipientRole = RecipientRole.TO
    #: May open invoices in the portal; without it a notice carries a link to the one document.
    has_portal: bool = False


class DeliveryTerms(Value):
    """How this invoice is to leave the house, frozen at issue."""

    method: DeliveryMethod
    fallback: DeliveryMethod | None = None
    recipients: tuple[Recipient, ...] = ()


def is_for_gocardless_file(invoice: Invoice, delivery: DeliveryTerms) -> bool:
    """Whether the GoCardless file accounts for the invoice, by holding it or by saying why not."""
    chosen = delivery.method is DeliveryMethod.GOCARDLESS_EXPORT
    return chosen or any(one.way is CollectionWay.GOCARDLESS_FILE for one in invoice.collections)


class InvoiceGenerated(Event, topic=BILLING_INVOICE):
    """Billing fixed an invoice's number and amounts; they can no longer change.

    Sent once per invoice, at issue.
    """

    invoice: Invoice
    delivery: DeliveryTerms

    @property
    def subject(self) -> str:
        return str(self.invoice.id)

    @property
    def key(self) -> str:
        return str(self.invoice.party_id)


class CreditNoteGenerated(InvoiceGenerated, topic=BILLING_INVOICE):
    """Billing fixed a credit note, kind 381, with positive amounts; it names its invoice.

    Sent once per credit note, at issue.
    """
