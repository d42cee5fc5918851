"""Kept bytes as answers."""

from typing import Any

from fastapi import Response

PDF = "application/pdf"
XML = "application/xml"
GZIP = "application/gzip"
CSV = "text/csv; charset=utf-8"


def bytes_of(*media_types: str) -> dict[int | str, dict[str, Any]]:
    """Describes an answer of kept bytes."""
    content: dict[str, Any] = {
        one.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
        for one in media_types
    }
    return {200: {"content": content}}


def content(body: bytes, *, media_type: str, name: str, inline: bool = False) -> Response:
    """`body` to be kept as `name`; documents are nobody else's business, so no cache keeps them."""
    disposition = "inline" if inline else "attachment"
    headers = {
        "Content-Disposition": f'{disposition}; filename="{name.replace("/", "-")}"',
        "Cache-Control": "private, no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(body, media_type=media_type, headers=headers)
