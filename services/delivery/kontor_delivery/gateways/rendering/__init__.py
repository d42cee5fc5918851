"""The document people get: a PDF/A-3 that carries the same invoice as `factur-x.xml`."""

from kontor_delivery.gateways.rendering.document import Document, render_document

__all__ = ["Document", "render_document"]
