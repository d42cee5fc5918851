"""What stands on the invoice's pages, as texts in its language, ready to print."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import Decimal
from itertools import accumulate

from kontor_contracts.billing.invoice import (
    CollectionWay,
    Invoice,
    InvoiceKind,
    InvoiceLine,
    InvoiceSection,
)

from kontor_delivery.gateways.rendering.letterhead import (
    Letterhead,
    letterhead_of,
    shortened,
    window_of,
)
from kontor_delivery.gateways.rendering.payments import PaymentBox, payment_boxes
from kontor_delivery.model import figures
from kontor_delivery.model.wording import Wording, wording

#: Of the lines' table; `discount` and `vat` appear where an invoice has any to tell apart.
COLUMNS = ("position", "description", "quantity", "unit-price", "discount", "vat", "net")


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value."""

    label: str
    value: str
    #: The sum that readers look for.
    main: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    position: int
    description: str
    article: str
    #: Where it is not the invoice's.
    period: str
    quantity: str
    unit_price: str
    discount: str
    vat: str
    net: str
    #: The sum of this line and of all before it.
    carried: str


@dataclass(frozen=True, slots=True)
class Part:
    """A folder's lines."""

    title: str
    #: The head of a page that begins among its lines.
    continued: str
    detail: str
    rows: tuple[Row, ...]
    #: None where there is one part only: its sum is the invoice's.
    sum: Fact | None


@dataclass(frozen=True, slots=True)
class Sheet:
    language: str
    issued_at: str
    title: str
    #: Texts around the page's number, and before the sum that a page takes over.
    page: tuple[str, str]
    carried: str
    head: Letterhead
    window: tuple[str, ...]
    facts: tuple[Fact, ...]
    introduction: str
    columns: Wording
    has_discounts: bool
    has_rates: bool
    parts: tuple[Part, ...]
    sums: tuple[Fact, ...]
    reasons: tuple[str, ...]
    payments: tuple[PaymentBox, ...]

    @property
    def width(self) -> int:
        """Columns of the lines' table."""
        return 5 + self.has_discounts + self.has_rates


def sheet_of(invoice: Invoice) -> Sheet:
    words = wording(invoice.language)
    before, after = words["title.page"].split("{page}")
    return Sheet(
        language=invoice.language,
        issued_at=datetime.combine(invoice.issued_on, time(), UTC).isoformat(),
        title=f"{_title(invoice, words)} {invoice.number}",
        page=(before.strip(), after.replace("{pages}", "").strip()),
        carried=words["lines.carried"],
        head=letterhead_of(invoice.seller, invoice.language),
        window=window_of(invoice),
        facts=tuple(_facts(invoice, words)),
        introduction=_introduction(invoice),
        columns={name: words[f"lines.{name}"] for name in COLUMNS},
        has_discounts=any(line.discount for line in invoice.lines()),
        has_rates=len(invoice.vat) > 1,
        parts=tuple(_parts(invoice, words)),
        sums=tuple(_sums(invoice, words)),
        reasons=tuple(dict.fromkeys(row.reason for row in invoice.vat if row.reason)),
        payments=payment_boxes(invoice),
    )


def _title(invoice: Invoice, words: Wording) -> str:
    credit = invoice.kind is InvoiceKind.CREDIT_NOTE
    return words["title.credit-note" if credit else "title.invoice"]


def _facts(invoice: Invoice, words: Wording) -> Iterator[Fact]:
    credit = invoice.kind is InvoiceKind.CREDIT_NOTE
    language = invoice.language
    values = {
        "credit-number" if credit else "number": invoice.number,
        "preceding": invoice.preceding_number,
        "credit-issued" if credit else "issued": figures.day(invoice.issued_on, language),
        "period": figures.span(invoice.period, language),
        "account": invoice.buyer.number,
        "payer": f"{invoice.payer.name} ({invoice.payer.number})" if invoice.payer else "",
        "buyer-reference": invoice.buyer_reference,
        "purchase-order": invoice.purchase_order,
        "buyer-vat": invoice.buyer.vat_id,
        "buyer-siret": invoice.buyer.siret,
    } | ({} if credit else _due(invoice))
    return (Fact(words[f"data.{name}"], value) for name, value in values.items() if value)


def _due(invoice: Invoice) -> dict[str, str]:
    """By when the buyer must act, or when the first debit comes by itself."""
    ways = {collection.way for collection in invoice.collections}
    if not ways or CollectionWay.TRANSFER in ways:
        return {"due": figures.day(invoice.due_on, invoice.language)}
    first = min(collection.due_on for collection in invoice.collections)
    return {"debited": figures.day(first, invoice.language)}


def _unit(line: InvoiceLine, words: Wording) -> str:
    """The unit in the number that goes with the quantity; its code where it has no name here."""
    singular, _, plural = words.get(f"units.{line.unit}", line.unit).partition("|")
    return singular if not plural or 0 < abs(line.quantity) <= 1 else plural


def _introduction(invoice: Invoice) -> str:
    """What the organisation says to everybody; not to who is credited."""
    introduction = invoice.seller.introduction
    if introduction is None or invoice.kind is InvoiceKind.CREDIT_NOTE:
        return ""
    return introduction.in_language(invoice.language).strip()


def _parts(invoice: Invoice, words: Wording) -> Iterator[Part]:
    carried = Decimal(0)
    for section in invoice.sections:
        yield _part(section, invoice, words, carried=carried)
        carried += sum((line.net for line in section.lines), Decimal(0))


def _part(section: InvoiceSection, invoice: Invoice, words: Wording, *, carried: Decimal) -> Part:
    order = section.purchase_order
    details = (section.site, words["lines.section-order"].format(order=order) if order else "")
    label = words["lines.section-sum"].format(title=section.title)
    only = len(invoice.sections) == 1
    sums = accumulate((line.net for line in section.lines), initial=carried)
    next(sums)
    return Part(
        title=section.title,
        continued=f"{shortened(section.title)} {words['lines.continued']}",
        detail=" · ".join(filter(None, details)),
        rows=tuple(
            _row(line, invoice, words, carried=so_far)
            for line, so_far in zip(section.lines, sums, strict=True)
        ),
        sum=None if only else Fact(label, figures.amount(section.net, invoice.language)),
    )


def _row(line: InvoiceLine, invoice: Invoice, words: Wording, *, carried: Decimal) -> Row:
    language = invoice.language
    own_period = line.period if line.period != invoice.period else None
    return Row(
        position=line.position,
        description=line.description.strip(),
        article=line.article,
        period=figures.span(own_period, language) if own_period else "",
        quantity=f"{figures.quantity(line.quantity, language)} {_unit(line, words)}",
        unit_price=figures.unit_price(line.unit_price, language),
        discount=figures.amount(-line.discount, language) if line.discount else "",
        vat=figures.percent(line.vat_rate, language),
        net=figures.amount(line.net, language),
        carried=figures.money(carried, invoice.currency, language),
    )


def _sums(invoice: Invoice, words: Wording) -> Iterator[Fact]:
    def money(value: Decimal) -> str:
        return figures.money(value, invoice.currency, invoice.language)

    totals = invoice.totals
    credit = "credit-" if invoice.kind is InvoiceKind.CREDIT_NOTE else ""
    yield Fact(words["sums.net"], money(totals.net))
    for row in invoice.vat:
        yield Fact(
            words["sums.vat"].format(
                category=words[f"vat.{row.category}"],
                rate=figures.percent(row.rate, invoice.language),
                net=money(row.net),
            ),
            money(row.vat),
        )
    yield Fact(words[f"sums.{credit}gross"], money(totals.gross), main=not totals.prepaid)
    if totals.prepaid:
        yield Fact(words["sums.prepaid"], money(-totals.prepaid))
        yield Fact(words[f"sums.{credit}payable"], money(totals.payable), main=True)
