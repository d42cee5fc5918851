"""HTTP to partners: signed, bounded in time and size, and never to a place it must not reach."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from types import TracebackType
from typing import Self

import httpx
from kontor_chassis import tracing
from standardwebhooks.webhooks import Webhook

from kontor_delivery.gateways.guarded_transport import ForbiddenAddressError, GuardedTransport
from kontor_delivery.model.webhooks.message import Reply
from kontor_delivery.settings import DeliverySettings

#: Of an answer, so much is read and kept.
ANSWER_BYTES, ANSWER_CHARACTERS = 4096, 300
#: Connections of one client: httpx looks at all of them for each request, so a few are quick.
LANE = 4


class WebhookSender:
    """One per process; keeps its connections."""

    def __init__(self, settings: DeliverySettings) -> None:
        self._seconds = settings.webhook_timeout_seconds
        self._clients = [_client(settings) for _ in range(max(settings.webhook_slots // LANE, 1))]
        self._busy = [0] * len(self._clients)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for client in self._clients:
            await client.aclose()

    async def send(
        self, url: str, body: bytes, *, webhook_id: str, secrets: Sequence[str], now: datetime
    ) -> Reply:
        """The endpoint's reply, whatever happens on the way."""
        headers = signed(body, webhook_id=webhook_id, secrets=secrets, now=now)
        headers |= {"traceparent": trace} if (trace := tracing.current()) else {}
        started = time.monotonic()
        try:
            async with asyncio.timeout(self._seconds):
                status, words, after = await self._posted(url, body, headers)
        except ForbiddenAddressError as forbidden:
            status, words, after = 0, str(forbidden), 0.0
        except TimeoutError:
            status, words, after = 0, f"no answer within {self._seconds:g} s", 0.0
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            status, words, after = 0, f"{type(error).__name__}: {error}", 0.0
        return Reply(status, words, round((time.monotonic() - started) * 1000), after)

    async def _posted(
        self, url: str, body: bytes, headers: dict[str, str]
    ) -> tuple[int, str, float]:
        async with (
            self._client() as client,
            client.stream("POST", url, content=body, headers=headers) as response,
        ):
            read = await _beginning(response)
        words = "" if response.is_success else _one_line(read)
        after = response.headers.get("Retry-After", "")
        reason = f"{response.reason_phrase} {words}".strip()
        return response.status_code, reason, float(after) if after.isdecimal() else 0.0

    @asynccontextmanager
    async def _client(self) -> AsyncIterator[httpx.AsyncClient]:
        """The one with the least to do."""
        chosen = min(range(len(self._clients)), key=self._busy.__getitem__)
        self._busy[chosen] += 1
        try:
            yield self._clients[chosen]
        finally:
            self._busy[chosen] -= 1


def _client(settings: DeliverySettings) -> httpx.AsyncClient:
    transport = GuardedTransport(
        allow_private=settings.webhook_allow_private, connections=settings.webhook_slots
    )
    return httpx.AsyncClient(
        transport=transport,
        timeout=settings.webhook_timeout_seconds,
        follow_redirects=False,
        trust_env=False,
        headers={"User-Agent": "Kontor-Webhooks", "Content-Type": "application/json"},
    )


def signed(
    body: bytes, *, webhook_id: str, secrets: Sequence[str], now: datetime
) -> dict[str, str]:
    """The headers of Standard Webhooks; a signature per secret while one replaces the other."""
    text = body.decode()
    signatures = [Webhook(secret).sign(webhook_id, now, text) for secret in secrets]
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


async def _beginning(response: httpx.Response) -> bytes:
    """At most `ANSWER_BYTES`; a longer answer costs its connection."""
    read = b""
    async for chunk in response.aiter_raw(ANSWER_BYTES):
        read += chunk
        if len(read) >= ANSWER_BYTES:
            break
    return read[:ANSWER_BYTES]


def _one_line(read: bytes) -> str:
    printable = (c if c.isprintable() else " " for c in read.decode(errors="replace"))
    return " ".join("".join(printable).split())[:ANSWER_CHARACTERS]
