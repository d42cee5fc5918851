"""One made-up invoice for each thing that can be different about an invoice."""

from collections.abc import Mapping
from decimal import Decimal

from kontor_contracts.billing.invoice import CollectionWay, Invoice, InvoiceKind, VatCategory
from kontor_contracts.values import Address, Language, LocalizedText, Period

from .builders import (
    OCTOBER,
    a_buyer,
    a_collection,
    a_debit,
    a_line,
    a_public_body,
    a_section,
    a_seller,
    an_invoice,
    an_invoice_of,
)

LONG = "Arbeitsgemeinschaft für ländlichen Breitbandausbau mit beschränkter Haftung " * 3
FRENCH_FOOTER = "Indemnité forfaitaire pour frais de recouvrement : 40 €"
QUARTER = Period(start=OCTOBER.start, end=OCTOBER.end.replace(year=2027, month=1))


def a_french_invoice(**changes: object) -> Invoice:
    """To a public body, as Chorus Pro takes it."""
    seller = a_seller(
        name="Télécoms du Ponant",
        legal_form="SAS",
        address=Address(
            street="rue de Siam", house_number="48", postcode="29200", city="Brest", country="FR"
        ),
        vat_id="FR11123456782",
        siren="123456782",
        siret="12345678200010",
        iban="FR7630006000011234567890189",
        bic="AGRIFRPPXXX",
        footer=LocalizedText(de="", fr=FRENCH_FOOTER),
    )
    values: dict[str, object] = {
        "seller": seller,
        "buyer": a_public_body(),
        "language": Language.FRENCH,
        "buyer_reference": "SERVICE-01",
        "purchase_order": "ENG-2026-00042",
    }
    section = a_section([a_line(description="Accès « fibre » 1 Gbit/s", vat_rate=Decimal(20))])
    return an_invoice(section, **values | changes)


def an_english_invoice() -> Invoice:
    """Paid through GoCardless, VAT owed by the buyer."""
    gocardless = a_debit(
        Decimal("49.90"),
        way=CollectionWay.GOCARDLESS_FILE,
        mandate_reference="MD0001ABC",
        masked_iban="",
    )
    return an_invoice(
        a_section([a_line(vat_category=VatCategory.REVERSE_CHARGE)]),
        language=Language.ENGLISH,
        buyer=a_buyer(
            name="O'Brien & Daughters Ltd.",
            address=Address(
                street="Grafton Street", house_number="12", city="Dublin", country="IE"
            ),
            vat_id="IE1234567T",
        ),
        collections=(gocardless,),
    )


def of_two_folders() -> Invoice:
    """Consolidated, and each folder paid in its own way."""
    first = a_section([a_line(1), a_line(2, discount=Decimal("4.90"), unit="HUR", period=None)])
    second = a_section([a_line(3, period=QUARTER)], title="Lager Süd", purchase_order="PO-4711")
    whole = an_invoice(first, second)
    debit = whole.totals.payable - 50
    return whole.model_copy(
        update={"collections": (a_collection(Decimal("50.00")), a_debit(debit))}
    )


def of_category(category: VatCategory) -> Invoice:
    return an_invoice(
        a_section([a_line(1), a_line(2, vat_category=category)]),
        buyer=a_buyer(vat_id="FR11123456782"),
    )


def of_three_rates() -> Invoice:
    """Standard, reduced and zero-rated; what is given back is more than what is new at 7 %."""
    reduced = Decimal(7)
    return an_invoice(
        a_section(
            [
                a_line(1),
                a_line(2, vat_rate=reduced),
                a_line(3, vat_rate=reduced, unit_price=Decimal("-60.05"), period=None),
                a_line(4, vat_category=VatCategory.ZERO),
            ]
        )
    )


def a_credit_note() -> Invoice:
    return an_invoice(
        kind=InvoiceKind.CREDIT_NOTE,
        number="G-2026-000007",
        preceding_number="2026-000100",
        collections=(),
    )


INVOICES: Mapping[str, Invoice] = {
    "one line": an_invoice(),
    "twelve lines": an_invoice_of(12),
    "sixty lines": an_invoice_of(60),
    "French": a_french_invoice(),
    "English": an_english_invoice(),
    "two folders": of_two_folders(),
    "zero rate": of_category(VatCategory.ZERO),
    "exempt": of_category(VatCategory.EXEMPT),
    "reverse charge": of_category(VatCategory.REVERSE_CHARGE),
    "intra-community": of_category(VatCategory.INTRA_COMMUNITY),
    "credit note": a_credit_note(),
    "paid before": an_invoice(prepaid=Decimal("59.38")),
    "partly paid before": an_invoice(prepaid=Decimal("20.00")),
    "by debit": an_invoice(collections=(a_debit(Decimal("59.38")),)),
    "a refund among the lines": an_invoice(
        a_section([a_line(1), a_line(2, unit_price=Decimal("-5.5"), period=None)])
    ),
    "three rates, one sum below zero": of_three_rates(),
    "Swiss francs": an_invoice(currency="CHF"),
    "private buyer": an_invoice(buyer=a_buyer(vat_id="")),
    "long texts": an_invoice(
        a_section(
            [a_line(description=LONG, quantity=Decimal("123456.789"))], title=LONG, site=LONG
        ),
        buyer=a_buyer(name=LONG),
        seller=a_seller(name=LONG),
    ),
    "odd characters": an_invoice(
        a_section([a_line(description='حزمة <b>&amp;</b> {{ x }} 🚀\x00\x1b\n"zwei"')]),
        buyer=a_buyer(name='שלום בע"מ <script>alert(1)</script>'),
    ),
}
