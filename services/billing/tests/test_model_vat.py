"""How supplies are taxed: the rate of the day and class, and the customer's treatment before it."""

from datetime import date
from decimal import Decimal

import pytest
from kontor_billing.model.decision import Decision, decide
from kontor_billing.model.left_out import Reason
from kontor_billing.testing.records import a_context, a_folder, a_line, a_party, unbilled
from kontor_contracts.billing.folder import Folder, LineKind, VatClass
from kontor_contracts.billing.invoice import VatCategory
from kontor_contracts.customers.party import Party, VatStatus, VatTreatment
from kontor_contracts.values import Language, LocalizedText


def decided(party: Party, *folders: Folder) -> Decision:
    return decide(a_context(), party, payment=None, folders=unbilled(*folders))


def one_of_each_class() -> Folder:
    return a_folder(
        a_line(unit_price=Decimal(100)),
        a_line(unit_price=Decimal(30), vat_class=VatClass.REDUCED),
        a_line(unit_price=Decimal("-40.10"), vat_class=VatClass.REDUCED),
        a_line(unit_price=Decimal(5), vat_class=VatClass.ZERO),
    )


def test_each_line_is_taxed_at_the_rate_of_its_class_and_the_rates_add_up() -> None:
    (draft,) = decided(a_party(), one_of_each_class()).invoices
    assert [(row.category, row.rate, row.net, row.vat) for row in draft.invoice.vat] == [
        (VatCategory.STANDARD, Decimal(19), Decimal("100.00"), Decimal("19.00")),
        (VatCategory.STANDARD, Decimal(7), Decimal("-10.10"), Decimal("-0.71")),
        (VatCategory.ZERO, Decimal(0), Decimal("5.00"), Decimal("0.00")),
    ]
    assert draft.invoice.totals.gross == Decimal("113.19")


def test_the_customers_treatment_wins_over_the_class_of_a_line() -> None:
    party = a_party(vat_id="FR60998000327", vat=VatStatus(treatment=VatTreatment.EU_REVERSE_CHARGE))
    (draft,) = decided(party, one_of_each_class()).invoices
    assert [(row.category, row.net, row.vat) for row in draft.invoice.vat] == [
        (VatCategory.REVERSE_CHARGE, Decimal("94.90"), Decimal("0.00"))
    ]
    assert {line.vat_category for line in draft.invoice.lines()} == {VatCategory.REVERSE_CHARGE}


def test_a_class_that_the_country_does_not_have_leaves_the_invoice_out_by_name() -> None:
    folder = a_folder(a_line(vat_class=VatClass.SUPER_REDUCED))
    (left_out,) = decided(a_party(), folder).left_out
    assert left_out.code is Reason.VAT_RATE_MISSING
    assert "no super-reduced VAT rate is known for 2026-10-31" in left_out.obstacles[0].message


def test_the_vat_rate_is_that_of_the_day_of_supply() -> None:
    line = a_line(start=date(2020, 6, 1), end=date(2020, 8, 1), unit_price=Decimal(100))
    (draft,) = decided(a_party(), a_folder(line)).invoices
    assert [(row.rate, row.net, row.vat) for row in draft.invoice.vat] == [
        (Decimal(19), Decimal("100.00"), Decimal("19.00")),
        (Decimal(16), Decimal("100.00"), Decimal("16.00")),
    ]


def test_a_supply_before_all_known_rates_is_left_out() -> None:
    line = a_line(kind=LineKind.ONE_OFF, start=date(1999, 1, 1))
    (left_out,) = decided(a_party(), a_folder(line)).left_out
    assert left_out.code is Reason.VAT_RATE_MISSING


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.GERMAN, "Steuerschuldnerschaft des Leistungsempfängers"),
        (Language.FRENCH, "Autoliquidation"),
        (Language.ENGLISH, "Reverse charge"),
    ],
)
def test_reverse_charge_is_printed_in_the_prescribed_words(language: Language, words: str) -> None:
    party = a_party(
        language=language,
        vat_id="FR60998000327",
        vat=VatStatus(treatment=VatTreatment.EU_REVERSE_CHARGE),
    )
    (draft,) = decided(party, a_folder()).invoices
    (row,) = draft.invoice.vat
    assert (row.category, row.rate, row.vat) == (
        VatCategory.REVERSE_CHARGE,
        Decimal(0),
        Decimal(0),
    )
    assert (row.reason_code, row.reason) == ("VATEX-EU-AE", words)


def test_an_exempt_customer_pays_no_vat_and_reads_why() -> None:
    status = VatStatus(
        treatment=VatTreatment.EXEMPT,
        reason_code="VATEX-EU-151",
        reason=LocalizedText(de="Internationale Einrichtung"),
    )
    (draft,) = decided(a_party(vat=status), a_folder()).invoices
    (row,) = draft.invoice.vat
    assert (row.category, row.reason) == (VatCategory.EXEMPT, "Internationale Einrichtung")
    assert draft.invoice.totals.gross == draft.invoice.totals.net
