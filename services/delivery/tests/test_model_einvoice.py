"""The XML as an independent reader, factur-x's parser, understands it."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

import pytest
from facturx.parse_xml import parse_ubl_cii_xml
from hypothesis import given, settings
from hypothesis import strategies as st
from kontor_contracts.billing.invoice import Invoice
from kontor_contracts.customers.party import ElectronicAddress
from kontor_delivery.model.einvoice import Profile, to_xml
from kontor_delivery.model.einvoice.profile import XRECHNUNG
from lxml import etree

from .builders import a_buyer, a_debit, a_line, a_section, a_seller, an_invoice
from .invoices import INVOICES, a_credit_note, a_french_invoice, of_two_folders

both_profiles = pytest.mark.parametrize("profile", [one for one in Profile if one not in XRECHNUNG])
all_invoices = pytest.mark.parametrize("invoice", INVOICES.values(), ids=list(INVOICES))


def read_back(invoice: Invoice, profile: Profile = Profile.FACTUR_X) -> Mapping[str, object]:
    terms: Mapping[str, object] = parse_ubl_cii_xml(to_xml(invoice, profile))
    return terms


@all_invoices
@both_profiles
def test_sums_dates_and_names_come_back_as_billed(invoice: Invoice, profile: Profile) -> None:
    terms = read_back(invoice, profile)
    totals = invoice.totals
    assert terms["BT-1"] == invoice.number
    assert terms["BT-2"] == invoice.issued_on
    assert terms["BT-5"] == invoice.currency
    assert [terms[f"BT-{n}"] for n in (109, 110, 112, 115)] == [
        str(value) for value in (totals.net, totals.vat, totals.gross, totals.payable)
    ]
    assert (terms["BT-73"], terms["BT-74"]) == (date(2026, 10, 1), date(2026, 10, 31))


@all_invoices
@both_profiles
def test_every_line_comes_back_with_its_amounts(invoice: Invoice, profile: Profile) -> None:
    read = read_back(invoice, profile)["BG-25"]
    assert len(read) == len(invoice.lines())
    for term, line in zip(read, invoice.lines(), strict=True):
        assert Decimal(term["BT-131"]) == line.net
        product = Decimal(term["BT-129"]) * Decimal(term["BT-146"])
        assert product == line.quantity * line.unit_price
        assert Decimal(term["BT-152"]) == line.vat_rate
        assert Decimal(term["BT-146"]) >= 0
        if line.period:
            assert term["BT-135"] == line.period.end - timedelta(days=1)


@all_invoices
@both_profiles
def test_no_element_is_empty_and_the_bytes_are_always_the_same(
    invoice: Invoice, profile: Profile
) -> None:
    xml = to_xml(invoice, profile)
    assert xml == to_xml(invoice, profile)
    assert not [one.tag for one in etree.fromstring(xml).iter() if not len(one) and not one.text]


@all_invoices
@both_profiles
def test_a_masked_account_never_appears(invoice: Invoice, profile: Profile) -> None:
    assert "••••" not in to_xml(invoice, profile).decode()


def test_a_transfer_names_our_account() -> None:
    terms = read_back(an_invoice())
    assert (terms["BT-81"], terms["BT-83"]) == ("58", "2026-000123-1-1")
    assert [terms[f"BT-{n}"] for n in (84, 85, 86)] == [
        "DE75512108001245126199",
        "Nordlicht Netze GmbH",
        "SOGEDEFFXXX",
    ]


@both_profiles
def test_a_debit_names_mandate_and_creditor_and_no_account_of_ours(profile: Profile) -> None:
    terms = read_back(an_invoice(collections=(a_debit(Decimal("59.38")),)), profile)
    assert terms["BT-81"] == "59"
    assert (terms["BT-89"], terms["BT-90"]) == ("NORD-2024-0007", "DE98ZZZ09999999999")
    assert "BT-84" not in terms


def test_gocardless_is_a_debit_without_our_creditor_id() -> None:
    terms = read_back(INVOICES["English"])
    assert (terms["BT-81"], terms["BT-89"]) == ("49", "MD0001ABC")
    assert "BT-90" not in terms


def test_francs_are_not_paid_by_sepa() -> None:
    assert read_back(INVOICES["Swiss francs"])["BT-81"] == "30"


@both_profiles
def test_parts_paid_in_two_ways_share_no_code_and_are_told_in_words(profile: Profile) -> None:
    terms = read_back(of_two_folders(), profile)
    assert terms["BT-81"] == "ZZZ"
    assert terms["BT-82"] == "Überweisung + SEPA-Lastschrift"
    assert terms["BT-83"] == "2026-000123"
    assert "50,00" in str(terms["BT-20"])
    assert "NORD-2024-0007" in str(terms["BT-20"])


@both_profiles
def test_a_credit_note_names_its_invoice_and_no_payment(profile: Profile) -> None:
    terms = read_back(a_credit_note(), profile)
    assert terms["BT-3"] == "381"
    assert terms["BG-3"] == [{"BT-25": "2026-000100"}]
    assert not terms.keys() & {"BT-81", "BT-84", "BT-9"}


def test_a_folder_is_named_on_each_of_its_lines() -> None:
    lines = read_back(of_two_folders())["BG-25"]
    assert lines[2]["BT-127-00"] == [{"BT-127": "Lager Süd · Große Bleichen 7a, Hamburg · PO-4711"}]


def test_a_discount_comes_with_its_reason() -> None:
    line = read_back(of_two_folders())["BG-25"][1]
    assert line["BG-27"] == [{"amount": "4.90", "reason_code": "95"}]


def test_a_long_description_is_a_short_name_and_the_whole_text() -> None:
    line = read_back(an_invoice(a_section([a_line(description="Wort " * 50)])))["BG-25"][0]
    assert len(line["BT-153"]) == 99
    assert line["BT-154"] == ("Wort " * 50).strip()


@both_profiles
def test_an_exemption_is_explained(profile: Profile) -> None:
    rows = read_back(INVOICES["exempt"], profile)["BG-23"]
    assert rows[1]["BT-120"] == "Steuerfrei nach § 4 UStG"
    assert rows[1]["BT-121"] == "VATEX-EU-132"


@both_profiles
def test_a_supply_to_another_member_state_tells_where_it_went(profile: Profile) -> None:
    assert read_back(INVOICES["intra-community"], profile)["BG-13"]["country_code"] == "DE"


def test_chorus_pro_gets_its_process_and_both_schemes_of_the_siret() -> None:
    xml = to_xml(a_french_invoice(), Profile.CHORUS_PRO).decode()
    assert "<cbc:ProfileID>A1</cbc:ProfileID>" in xml
    assert xml.count('<cbc:ID schemeID="0009" schemeName="1">12345678200010</cbc:ID>') == 2
    terms = read_back(a_french_invoice(), Profile.CHORUS_PRO)
    assert (terms["BT-10"], terms["BT-13"]) == ("SERVICE-01", "ENG-2026-00042")


def test_chorus_pro_hears_that_an_invoice_is_paid_already() -> None:
    assert read_back(INVOICES["paid before"], Profile.CHORUS_PRO)["BT-23"] == "A2"


def test_an_electronic_address_is_written_with_its_scheme() -> None:
    address = ElectronicAddress(scheme="0225", id="123456782")
    buyer = read_back(an_invoice(buyer=a_buyer(electronic_address=address)))["BG-7"]
    assert buyer["einvoicing_addr"] == "123456782"
    assert buyer["einvoicing_addr_schemeid"] == "0225"


def test_a_legal_form_is_said_once() -> None:
    seller = a_seller(name="Nordlicht Netze gmbh", legal_form="GmbH")
    assert read_back(an_invoice(seller=seller))["BG-4"]["name"] == "Nordlicht Netze gmbh"


@pytest.mark.parametrize("profile", sorted(XRECHNUNG))
def test_an_xrechnung_is_as_wide_as_its_lines_and_tells_a_debit_in_words(profile: Profile) -> None:
    terms = read_back(of_two_folders(), profile)
    assert (terms["BT-73"], terms["BT-74"]) == (date(2026, 10, 1), date(2026, 12, 31))
    debited = read_back(an_invoice(collections=(a_debit(Decimal("59.38")),)), profile)
    assert debited["BT-81"] == "ZZZ"
    assert "NORD-2024-0007" in str(debited["BT-20"])
    assert not debited.keys() & {"BT-84", "BT-89", "BT-90"}


@given(text=st.text(min_size=1, max_size=200))
@settings(max_examples=60)
def test_any_text_can_be_written(text: str) -> None:
    invoice = an_invoice(
        a_section([a_line(description=text, article=text)], title=text, purchase_order=text),
        buyer=a_buyer(name=f"x{text}"),
        buyer_reference=text,
    )
    for profile in Profile:
        etree.fromstring(to_xml(invoice, profile))
