"""`Idempotency-Key`: the same call again has the same answer and no second effect."""

import hashlib
from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Header, Request
from pydantic import BaseModel

from kontor_chassis.transaction import Once

HEADER = Header(alias="Idempotency-Key", min_length=1, max_length=128)
Key = Annotated[str | None, HEADER]
NeededKey = Annotated[str, HEADER]


def once(result: type[BaseModel]) -> Callable[..., Awaitable[Once | None]]:
    """A dependency: the caller's key for a route that answers `result`, None when none came.

    Keys are the caller's own: another token holder's equal key is another key.
    """

    async def read(request: Request, idempotency_key: Key = None) -> Once | None:
        return await _kept(request, idempotency_key, result) if idempotency_key else None

    return read


def surely_once(result: type[BaseModel]) -> Callable[..., Awaitable[Once]]:
    """The same for what must never happen twice by mistake: a call without a key is refused."""

    async def read(request: Request, idempotency_key: NeededKey) -> Once:
        return await _kept(request, idempotency_key, result)

    return read


async def _kept(request: Request, key: str, result: type[BaseModel]) -> Once:
    caller = hashlib.sha256(_subject(request).encode()).hexdigest()[:16]
    body = hashlib.sha256(await request.body()).hexdigest()
    target = f"{request.method} {request.url.path}?{request.url.query}"
    return Once(key=f"{caller}|{target}|{key}", fingerprint=body, result=result)


def _subject(request: Request) -> str:
    caller = getattr(request.state, "caller", None)
    return str(caller.subject) if caller else ""
