"""Logos and texts of others: printed, and neither obeyed nor fetched."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kontor_delivery.gateways.rendering import render_document
from kontor_delivery.gateways.rendering.pdf import _press
from PIL import Image
from pypdf import PdfReader

from .builders import a_buyer, a_line, a_section, a_seller, an_invoice
from .printed import pages_of, text_of


def a_picture(mode: str, size: tuple[int, int] = (600, 200), kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.new(mode, size, 128).save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize(
    "logo",
    [a_picture("RGBA"), a_picture("L", (2000, 30)), a_picture("CMYK", kind="JPEG")],
    ids=["transparent", "broad", "for printers"],
)
def test_the_logo_is_printed_in_the_head_in_colours_that_pdf_a_allows(logo: bytes) -> None:
    (printed,) = PdfReader(io.BytesIO(render_document(an_invoice(), logo=logo).pdf)).pages[0].images
    assert printed.image
    assert printed.image.mode in {"RGB", "L"}
    assert printed.image.width <= 827


@pytest.mark.parametrize(
    "logo",
    [
        b"no picture",
        a_picture("RGB")[:60],
        a_picture("1", (5000, 5000)),
        b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
        bytes(2 * 1024 * 1024),
    ],
    ids=["broken", "cut", "too many pixels", "another kind", "too many bytes"],
)
def test_a_logo_that_cannot_be_printed_stops_no_document(logo: bytes) -> None:
    assert render_document(an_invoice(), logo=logo) == render_document(an_invoice())


def test_markup_in_a_text_is_shown_not_obeyed() -> None:
    text = text_of(an_invoice(buyer=a_buyer(name="<script>alert(1)</script> <b>&amp;</b> {{ x }}")))
    assert "<script>alert(1)</script> <b>&amp;</b> {{ x }}" in text


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http://kontor.example/", "ftp://kontor.example/"]
)
def test_nothing_is_fetched(url: str) -> None:
    with pytest.raises(ValueError, match="disallowed protocol"):
        _press().fetcher.fetch(url)


def test_a_character_without_a_glyph_is_replaced_where_it_is_printed_alone() -> None:
    document = render_document(an_invoice(buyer=a_buyer(name="Café \U0010fffd Rose")))
    assert "Café □ Rose" in pages_of(document)[0]
    assert "\U0010fffd" in document.xml.decode()


@given(text=st.text(max_size=80))
@settings(max_examples=15)
def test_any_text_can_be_printed(text: str) -> None:
    invoice = an_invoice(
        a_section([a_line(description=text, article=text, unit=text)], title=text, site=text),
        buyer=a_buyer(name=text),
        seller=a_seller(name=text, website=text),
    )
    assert render_document(invoice).pdf.startswith(b"%PDF-1.7")
