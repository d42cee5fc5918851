"""The document, read back by pikepdf, pypdf and factur-x."""

import io
import logging
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from uuid import uuid4

import pikepdf
import pytest
from facturx import get_facturx_xml_from_pdf
from kontor_contracts.billing.invoice import Invoice, Payer
from kontor_contracts.values import Language, LocalizedText
from kontor_delivery.gateways.rendering import render_document
from kontor_delivery.model.einvoice import Profile, to_xml

from .builders import a_line, a_section, a_seller, an_invoice, an_invoice_of
from .invoices import INVOICES, a_credit_note, a_french_invoice, of_two_folders
from .printed import pages_of, text_of

FX = "{urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#}"
PDFA = "{http://www.aiim.org/pdfa/ns/id/}"


@pytest.fixture
def opened() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(render_document(an_invoice()).pdf)) as pdf:
        yield pdf


@pytest.mark.parametrize("invoice", INVOICES.values(), ids=list(INVOICES))
def test_every_invoice_is_printed_without_a_complaint_and_carries_its_xml(
    invoice: Invoice, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        document = render_document(invoice)
    assert not [record.message for record in caplog.records]
    name, xml = get_facturx_xml_from_pdf(document.pdf)
    assert name == "factur-x.xml"
    assert xml == document.xml == to_xml(invoice, Profile.FACTUR_X)


def test_it_says_that_it_is_pdf_a_3b_with_factur_x_inside(opened: pikepdf.Pdf) -> None:
    with opened.open_metadata() as xmp:
        assert (xmp[f"{PDFA}part"], xmp[f"{PDFA}conformance"]) == ("3", "B")
        assert xmp[f"{FX}DocumentType"] == "INVOICE"
        assert xmp[f"{FX}DocumentFileName"] == "factur-x.xml"
        assert xmp[f"{FX}ConformanceLevel"] == "EN 16931"
        assert xmp["dc:title"] == "Rechnung 2026-000123"


def test_the_xml_is_an_associated_file_of_the_document(opened: pikepdf.Pdf) -> None:
    file = opened.Root.AF[0]
    assert str(file.AFRelationship) == "/Data"
    assert str(file.UF) == "factur-x.xml"
    assert str(file.EF.F.Subtype) == "/text/xml"


def test_colours_and_fonts_are_part_of_the_file(opened: pikepdf.Pdf) -> None:
    assert str(opened.Root.OutputIntents[0].S) == "/GTS_PDFA1"
    for font in opened.pages[0].Resources.Font.values():
        descriptor = font.DescendantFonts[0].FontDescriptor
        assert "/FontFile2" in descriptor
        assert "Open-Sans" in str(font.BaseFont)


def test_the_same_invoice_gives_the_same_bytes_in_any_process() -> None:
    program = (
        "import sys\n"
        "from kontor_contracts.billing.invoice import Invoice\n"
        "from kontor_delivery.gateways.rendering import render_document\n"
        "print(render_document(Invoice.model_validate_json(sys.stdin.read())).sha256)\n"
    )
    elsewhere = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", program],
        input=of_two_folders().model_dump_json(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert elsewhere.stdout.strip() == render_document(of_two_folders()).sha256


@pytest.mark.parametrize(("lines", "pages"), [(1, 1), (10, 1), (12, 2), (60, 3), (500, 19)])
def test_it_grows_by_pages_that_are_counted_and_named(lines: int, pages: int) -> None:
    texts = pages_of(render_document(an_invoice_of(lines)))
    assert len(texts) == pages
    for number, text in enumerate(texts, 1):
        assert f"Seite {number} von {pages}" in text
        assert "Rechnung 2026-000123" in text
        assert "DE75 5121 0800 1245 1261 99" in text


def test_a_page_tells_what_it_takes_over_and_whose_lines_go_on() -> None:
    first, second, third = pages_of(render_document(an_invoice_of(60)))
    assert "Übertrag" not in first
    assert "Standort 2 (Fortsetzung)" in second
    so_far = sum(Decimal("9.99") + n for n in range(1, 19))
    assert f"Übertrag {so_far} €".replace(".", ",") in second
    assert "Standort 5 (Fortsetzung)" in third


def test_a_page_with_nothing_but_a_payment_takes_nothing_over() -> None:
    _, second = pages_of(render_document(of_two_folders()))
    assert "Übertrag" not in second
    assert "Fortsetzung" not in second


def test_the_own_introduction_stands_above_the_lines_of_an_invoice_alone() -> None:
    words = LocalizedText(de="Vielen Dank\nfür Ihr Vertrauen!", en="Thank you!")
    seller = a_seller(introduction=words)
    text = text_of(an_invoice(seller=seller))
    assert "Rechnung 2026-000123 Vielen Dank für Ihr Vertrauen! Pos." in text
    assert "Thank you!" in text_of(an_invoice(seller=seller, language=Language.ENGLISH))
    assert "Vertrauen" not in text_of(a_credit_note().model_copy(update={"seller": seller}))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.GERMAN, ("Rechnung", "1.234,50", "16.11.2026", "19 % auf", "1.469,06 €")),
        (
            Language.FRENCH,
            ("Facture", "1 234,50", "16/11/2026", "TVA 19 %", "1 469,06 €"),
        ),
        (
            Language.ENGLISH,
            ("Invoice", "1,234.50", "16 Nov 2026", "19% on", "€1,469.06"),
        ),
    ],
)
def test_it_speaks_the_language_of_the_invoice(language: Language, words: tuple[str, ...]) -> None:
    section = a_section([a_line(unit_price=Decimal("1234.50"))])
    text = text_of(an_invoice(section, language=language))
    assert [word for word in words if word not in text] == []


def test_each_folder_has_its_title_and_sum() -> None:
    text = text_of(of_two_folders())
    assert "Filiale Innenstadt Große Bleichen 7a, Hamburg" in text
    assert "Zwischensumme Filiale Innenstadt 94,90" in text
    assert "Lager Süd Große Bleichen 7a, Hamburg · Bestellung PO-4711" in text
    assert "01.10.2026 \u2013 31.12.2026" in text


def test_one_folder_alone_has_no_sum_of_its_own() -> None:
    assert "Zwischensumme" not in text_of(an_invoice())


def test_a_credit_note_is_called_so_and_names_its_invoice() -> None:
    text = text_of(a_credit_note())
    assert "Gutschrift G-2026-000007" in text
    assert "Zu Rechnung 2026-000100" in text
    assert "Gutschriftsbetrag 59,38 €" in text
    assert "überweisen" not in text


def test_what_is_paid_already_is_taken_off() -> None:
    text = text_of(INVOICES["partly paid before"])
    assert "Rechnungsbetrag 59,38 € Bereits gezahlt -20,00 € Zu zahlen 39,38 €" in text


def test_whoever_pays_in_place_of_the_customer_is_named() -> None:
    payer = Payer(party_id=uuid4(), number="K-900", name="Zentrale AG")
    assert "Zahlung durch Zentrale AG (K-900)" in text_of(an_invoice(payer=payer))


def test_a_public_body_finds_its_references() -> None:
    text = text_of(a_french_invoice())
    assert "SERVICE-01" in text
    assert "ENG-2026-00042" in text
    assert "SIRET 12345678200010" in text
    assert "Indemnité forfaitaire" in text
