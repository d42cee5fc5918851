"""Bodies that are files or messages, as far as they may go."""

from fastapi import Request
from kontor_contracts.errors import DomainError

KILO = 1024


class FileTooLargeError(DomainError):
    """The body is larger than the route takes."""

    status = 413


async def limited_body(
    request: Request, most: int, *, refusal: type[DomainError] = FileTooLargeError
) -> bytes:
    """The whole body; `refusal` as soon as it is larger than `most` bytes."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most:
            raise refusal(f"at most {most // KILO} kB are taken at once")
    return bytes(body)
