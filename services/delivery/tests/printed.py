"""What a document reads like."""

import io

from kontor_contracts.billing.invoice import Invoice
from kontor_delivery.gateways.rendering import Document, render_document
from pypdf import PdfReader


def pages_of(document: Document) -> list[str]:
    reader = PdfReader(io.BytesIO(document.pdf))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def text_of(invoice: Invoice) -> str:
    return " ".join(pages_of(render_document(invoice)))
