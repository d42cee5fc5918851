"""Bodies of requests, as far as they may go."""

from fastapi import Request
from kontor_contracts.errors import DomainError


class FileTooLargeError(DomainError):
    """The file is larger than one request takes."""

    status = 413


async def limited_body(request: Request, most: int) -> bytes:
    """The whole body; FileTooLargeError as soon as it is too large."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most:
            megabytes = most // 1024 // 1024
            raise FileTooLargeError(f"the file is larger than {megabytes} MB; cut it into several")
    return bytes(body)
