"""Files that somebody chose in a form (multipart/form-data), read by Python's own MIME parser."""

from email.parser import BytesParser
from email.policy import HTTP

from fastapi import Request

#: As much as billing takes of a bank's file.
LARGEST = 21_000_000
FILE = "file"


async def uploaded(request: Request) -> bytes:
    """The content of the form's file; nothing when none was chosen or it is too large."""
    body = await request.body() if _length(request) <= LARGEST else b""
    head = f"Content-Type: {request.headers.get('content-type', '')}\r\n\r\n"
    form = BytesParser(policy=HTTP).parsebytes(head.encode() + body)
    for part in form.iter_parts() if form.is_multipart() else ():
        if part.get_param("name", header="content-disposition") == FILE:
            content = part.get_payload(decode=True)
            return content if isinstance(content, bytes) else b""
    return b""


def _length(request: Request) -> int:
    text = request.headers.get("content-length", "")
    return int(text) if text.isdecimal() else LARGEST + 1
