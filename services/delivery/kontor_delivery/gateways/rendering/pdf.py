"""HTML to PDF/A-3b with `factur-x.xml` inside. Nothing is fetched from disk or network."""

import io
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from threading import Lock

import pydyf
from weasyprint import CSS, HTML, Attachment
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

_TEMPLATES = files("kontor_delivery.gateways.rendering").joinpath("templates")
#: The name is part of the standard.
FACTUR_X = "factur-x.xml"
#: Where WeasyPrint's description ends and ours begins; readers expect one of both (ISO 16684-1).
_SEAM = b'</rdf:RDF>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'


class _Page(HTML):  # type: ignore[misc]
    """A page that knows our style alone: the one for all of HTML takes a quarter of the time."""

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:  # noqa: ARG002, FBT001, FBT002 - theirs
        return []


class _Press:
    """What is prepared once a process; Pango's fonts are used by one thread at a time."""

    def __init__(self) -> None:
        self.one_at_a_time = Lock()
        self.fonts = FontConfiguration()
        self.fetcher = URLFetcher(allowed_protocols={"data"})
        self.style = CSS(
            string=_template("invoice.css"), font_config=self.fonts, url_fetcher=self.fetcher
        )
        self.factur_x_metadata = _template("factur-x.xmp").encode()


def print_pdf(html: str, *, factur_x: bytes, issued_on: date) -> bytes:
    press = _press()
    with press.one_at_a_time:
        return bytes(
            _Page(string=html, url_fetcher=press.fetcher).write_pdf(
                finisher=_join_metadata,
                font_config=press.fonts,
                stylesheets=[press.style],
                pdf_variant="pdf/a-3b",
                attachments=[_attachment(factur_x, issued_on)],
                xmp_metadata=[io.BytesIO(press.factur_x_metadata)],
            )
        )


def _join_metadata(_: Document, pdf: pydyf.PDF) -> None:
    for one in pdf.objects:
        if isinstance(one, pydyf.Stream) and one.extra.get("Type") == "/Metadata":
            one.stream = [b"".join(one.stream).replace(_SEAM, b"")]


def _attachment(factur_x: bytes, issued_on: date) -> Attachment:
    at = datetime.combine(issued_on, time(), UTC)
    return Attachment(
        string=factur_x,
        name=FACTUR_X,
        description="Factur-X",
        created=at,
        modified=at,
        relationship="Data",
    )


@cache
def _press() -> _Press:
    return _Press()


def _template(name: str) -> str:
    return _TEMPLATES.joinpath(name).read_text(encoding="utf-8")
