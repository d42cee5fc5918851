"""Bodies that are files or messages, as far as they may go."""

from fastapi import HTTPException, Request
from kontor_contracts.errors import DomainError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

KILO = 1024
#: Far more than the largest record as JSON, and more than the largest file that a route takes.
LARGEST_MESSAGE, LARGEST_FILE = 4 * KILO * KILO, 65 * KILO * KILO
JSON = b"application/json"


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


class BoundedBodies:
    """ASGI middleware: no route reads on and on, whoever sends; most have no limit of their own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most, read = _most(scope), 0

        async def bounded() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > most:
                raise HTTPException(413, f"at most {most // KILO} kB are taken at once")
            return message

        await self._app(scope, bounded, send)


def _most(scope: Scope) -> int:
    """What says no type may be a file: FastAPI reads only what says so as JSON."""
    kind = dict(scope["headers"]).get(b"content-type", b"")
    return LARGEST_MESSAGE if kind.startswith(JSON) else LARGEST_FILE
