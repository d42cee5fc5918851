"""Bodies that are files."""

from fastapi import Request
from kontor_contracts.errors import DomainError


class FileTooLargeError(DomainError):
    """The file is larger than the route takes."""

    status = 413


async def limited_body(request: Request, most: int) -> bytes:
    """The whole body; FileTooLargeError as soon as it is larger than `most` bytes."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most:
            raise FileTooLargeError(f"the file is larger than {most // 1024} kB")
    return bytes(body)
