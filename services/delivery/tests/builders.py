"""Made-up invoices, right by default; each argument changes one thing."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import NAMESPACE_URL, UUID, uuid5

from kontor_contracts.billing.invoice import (
    Buyer,
    Collection,
    CollectionWay,
    Invoice,
    InvoiceLine,
    InvoiceSection,
    Seller,
    Totals,
    VatBreakdown,
    VatCategory,
)
from kontor_contracts.customers.party import PartyKind
from kontor_contracts.values import Address, Language, LocalizedText, Period, cents

OCTOBER = Period(start=date(2026, 10, 1), end=date(2026, 11, 1))
ZERO = Decimal("0.00")
REASONS = {
    VatCategory.EXEMPT: ("VATEX-EU-132", "Steuerfrei nach § 4 UStG"),
    VatCategory.REVERSE_CHARGE: ("VATEX-EU-AE", "Steuerschuldnerschaft des Leistungsempfängers"),
    VatCategory.INTRA_COMMUNITY: ("VATEX-EU-IC", "Steuerfreie innergemeinschaftliche Lieferung"),
}


def an_id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"https://kontor.example/{name}")


def a_seller(**changes: object) -> Seller:
    seller = Seller(
        name="Nordlicht Netze",
        legal_form="GmbH",
        address=Address(
            street="Speicherstraße",
            house_number="12",
            postcode="20457",
            city="Hamburg",
            country="DE",
        ),
        vat_id="DE123456788",
        registration_number="Amtsgericht Hamburg HRB 100200",
        email="rechnung@nordlicht-netze.example",
        phone="+49 40 1234560",
        website="www.nordlicht-netze.example",
        iban="DE75512108001245126199",
        bic="SOGEDEFFXXX",
        creditor_id="DE98ZZZ09999999999",
        footer=LocalizedText(
            de="Geschäftsführung: Ada Lorenzen, Jürgen Weiß",
            fr="Direction : Ada Lorenzen, Jürgen Weiß",
            en="Managing directors: Ada Lorenzen, Jürgen Weiß",
        ),
    )
    return seller.model_copy(update=changes)


def a_buyer(**changes: object) -> Buyer:
    buyer = Buyer(
        name="Bäckerei Öztürk & Söhne OHG",
        number="K-000123",
        address=Address(
            street="Große Bleichen",
            house_number="7a",
            postcode="20354",
            city="Hamburg",
            country="DE",
        ),
        vat_id="DE987654328",
    )
    return buyer.model_copy(update=changes)


def a_public_body(**changes: object) -> Buyer:
    body = Buyer(
        name="Commune de Saint-Exemple-sur-Mer",
        number="K-000200",
        kind=PartyKind.PUBLIC_BODY,
        address=Address(
            street="Place de l'Hôtel de Ville",
            house_number="1",
            postcode="29200",
            city="Brest",
            country="FR",
        ),
        siren="123456782",
        siret="12345678200010",
    )
    return body.model_copy(update=changes)


def a_line(position: int = 1, **changes: object) -> InvoiceLine:
    values: dict[str, object] = {
        "position": position,
        "folder_line_id": an_id(f"line/{position}"),
        "article": f"INT-{position:03}",
        "description": "Glasfaser Business 500",
        "period": OCTOBER,
        "quantity": Decimal("1.000"),
        "unit": "MON",
        "unit_price": Decimal("49.900000"),
        "discount": ZERO,
        "vat_category": VatCategory.STANDARD,
        "vat_rate": Decimal(19),
    } | changes
    if values["vat_category"] is not VatCategory.STANDARD:
        values["vat_rate"] = Decimal(0)
    gross = Decimal(str(values["quantity"])) * Decimal(str(values["unit_price"]))
    values.setdefault("net", cents(gross - Decimal(str(values["discount"]))))
    return InvoiceLine.model_validate(values)


def a_section(lines: Iterable[InvoiceLine], **changes: object) -> InvoiceSection:
    lines = tuple(lines)
    section = InvoiceSection(
        folder_id=an_id("folder/1"),
        title="Filiale Innenstadt",
        site="Große Bleichen 7a, Hamburg",
        net=sum((line.net for line in lines), ZERO),
        lines=lines,
    )
    return section.model_copy(update=changes)


def a_breakdown(sections: Iterable[InvoiceSection]) -> tuple[VatBreakdown, ...]:
    sums: dict[tuple[VatCategory, Decimal], Decimal] = defaultdict(lambda: ZERO)
    for section in sections:
        for line in section.lines:
            sums[line.vat_category, line.vat_rate] += line.net
    return tuple(
        VatBreakdown(
            category=category,
            rate=rate,
            net=net,
            vat=cents(net * rate / 100),
            reason_code=REASONS.get(category, ("", ""))[0],
            reason=REASONS.get(category, ("", ""))[1],
        )
        for (category, rate), net in sums.items()
    )


def a_collection(amount: Decimal, **changes: object) -> Collection:
    collection = Collection(
        id=an_id("collection/1"),
        reference="2026-000123-1-1",
        way=CollectionWay.TRANSFER,
        amount=amount,
        due_on=date(2026, 11, 16),
        source="organisation",
    )
    return collection.model_copy(update=changes)


def a_debit(amount: Decimal, **changes: object) -> Collection:
    debit: dict[str, object] = {
        "id": an_id("collection/2"),
        "reference": "2026-000123-2-1",
        "way": CollectionWay.SEPA_FILE,
        "source": "customer",
        "mandate_id": an_id("mandate/1"),
        "mandate_reference": "NORD-2024-0007",
        "masked_iban": "DE89 •••• 3000",
    }
    return a_collection(amount, **debit | changes)


def an_invoice(*sections: InvoiceSection, prepaid: Decimal = ZERO, **changes: object) -> Invoice:
    """An invoice over `sections`, by default one of one line; the sums fit."""
    sections = sections or (a_section([a_line()]),)
    vat = a_breakdown(sections)
    net = sum((section.net for section in sections), ZERO)
    tax = sum((row.vat for row in vat), ZERO)
    payable = net + tax - prepaid
    invoice = Invoice(
        id=an_id("invoice/1"),
        number="2026-000123",
        run_id=an_id("run/1"),
        party_id=an_id("party/1"),
        group="all",
        issued_on=date(2026, 11, 2),
        due_on=date(2026, 11, 16),
        period=OCTOBER,
        currency="EUR",
        language=Language.GERMAN,
        seller=a_seller(),
        buyer=a_buyer(),
        sections=sections,
        vat=vat,
        totals=Totals(net=net, vat=tax, gross=net + tax, prepaid=prepaid, payable=payable),
        collections=(a_collection(payable),) if payable > 0 else (),
    )
    return invoice.model_copy(update=changes)


def an_invoice_of(count: int, **changes: object) -> Invoice:
    """An invoice of `count` lines, ten to a section."""
    lines = [a_line(n, unit_price=Decimal("9.99") + n) for n in range(1, count + 1)]
    groups = [lines[n : n + 10] for n in range(0, count, 10)]
    return an_invoice(
        *(a_section(group, title=f"Standort {n}") for n, group in enumerate(groups, 1)), **changes
    )
