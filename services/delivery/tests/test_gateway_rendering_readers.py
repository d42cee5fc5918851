"""The document as others read it: veraPDF against PDF/A-3b, and a scanner its code for payment."""

import io
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
import weasyprint
import zxingcpp
from kontor_contracts.billing.invoice import CollectionWay, Invoice
from kontor_delivery.gateways.rendering import render_document
from kontor_local.verapdf import verdicts
from PIL import Image

from .builders import a_buyer, an_invoice, an_invoice_of
from .invoices import a_credit_note, a_french_invoice, of_two_folders

#: As a camera sees a printed page, more or less.
DOTS_PER_INCH = 150


def a_logo() -> bytes:
    file = io.BytesIO()
    Image.new("CMYK", (600, 200), 128).save(file, "JPEG")
    return file.getvalue()


def scanned(invoice: Invoice) -> list[str]:
    """What a scanner finds on the printed pages."""
    pages = pypdfium2.PdfDocument(render_document(invoice).pdf)
    pictures = [page.render(scale=DOTS_PER_INCH / 72).to_pil() for page in pages]
    return [code.text for picture in pictures for code in zxingcpp.read_barcodes(picture)]


def test_verapdf_finds_nothing_wrong_with_our_documents_but_with_an_ordinary_pdf(
    tmp_path: Path,
) -> None:
    documents = [
        render_document(of_two_folders(), logo=a_logo()),
        render_document(a_credit_note()),
        render_document(a_french_invoice()),
        render_document(an_invoice_of(60)),
        render_document(an_invoice(buyer=a_buyer(name="\u05e9\u05dc\u05d5\u05dd Café \U0001f47d"))),
    ]
    files = [tmp_path / f"{number}.pdf" for number in range(len(documents))]
    for file, document in zip(files, documents, strict=True):
        file.write_bytes(document.pdf)
    ordinary = tmp_path / "ordinary.pdf"
    weasyprint.HTML(string="<p>no invoice</p>").write_pdf(ordinary)

    *ours, other = verdicts([*files, ordinary])
    assert [one.failed for one in ours] == [[]] * len(documents)
    assert all(one.checks > other.checks > 0 for one in ours)
    assert other.failed[0].startswith("6.")


@pytest.mark.parametrize(
    "invoice",
    [
        an_invoice(),
        of_two_folders(),
        an_invoice_of(60),
    ],
    ids=["one page", "one of two collections", "the last of three pages"],
)
def test_a_banking_app_scans_payee_amount_and_reference_from_the_page(
    invoice: Invoice,
) -> None:
    transfer = next(one for one in invoice.collections if one.way is CollectionWay.TRANSFER)
    (code,) = scanned(invoice)
    service, version, characters, kind, *payment = code.split("\n")
    assert (service, version, characters, kind) == ("BCD", "002", "1", "SCT")
    bic, payee, iban, money, _, _, remittance = payment
    assert (bic, iban) == ("SOGEDEFFXXX", "DE75512108001245126199")
    assert (payee, remittance) == ("Nordlicht Netze GmbH", transfer.reference)
    assert (money[:3], Decimal(money[3:])) == ("EUR", transfer.amount)


def test_nothing_is_there_to_scan_where_nothing_is_to_be_paid_by_transfer() -> None:
    assert scanned(a_credit_note()) == []
