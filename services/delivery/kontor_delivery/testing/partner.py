"""A partner's endpoint on this machine: keeps what it gets, and answers as told."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

Fact = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Received:
    """A request, its header names in lower case."""

    headers: dict[str, str]
    body: bytes

    @property
    def fact(self) -> Fact:
        return dict(json.loads(self.body))


@dataclass(frozen=True, slots=True)
class Say:
    status: int = 204
    headers: tuple[str, ...] = ()
    #: Before the answer.
    seconds: float = 0
    after: asyncio.Event | None = None


@dataclass
class Partner:
    """`answer` is asked for each request; what it accepts is `taken`."""

    answer: Callable[[Received], Say] = lambda _: Say()
    taken: list[Received] = field(default_factory=list)
    refused: list[Received] = field(default_factory=list)
    url: str = ""

    def sequences(self, party_id: object) -> list[int]:
        """The order in which facts about a party were taken."""
        facts = (one.fact for one in self.taken)
        return [fact["sequence"] for fact in facts if fact["party_id"] == str(party_id)]

    async def converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            while True:
                received = await _read(reader)
                said = self.answer(received)
                if said.seconds:
                    await asyncio.sleep(said.seconds)
                if said.after:
                    await said.after.wait()
                accepted = said.status < HTTPStatus.MULTIPLE_CHOICES
                (self.taken if accepted else self.refused).append(received)
                writer.write(_written(said))
                await writer.drain()
        writer.close()


async def _read(reader: asyncio.StreamReader) -> Received:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().splitlines()
    pairs = (line.partition(":") for line in head[1:] if line)
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    return Received(headers, await reader.readexactly(int(headers["content-length"])))


def _written(said: Say) -> bytes:
    phrase = HTTPStatus(said.status).phrase
    lines = [f"HTTP/1.1 {said.status} {phrase}", *said.headers, "Content-Length: 0", "", ""]
    return "\r\n".join(lines).encode()


@asynccontextmanager
async def listening(partner: Partner) -> AsyncIterator[Partner]:
    server = await asyncio.start_server(partner.converse, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    partner.url = f"http://127.0.0.1:{port}/hook"
    async with server:
        yield partner
