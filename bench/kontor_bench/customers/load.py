"""Requests at a fixed rate, whatever the answers take: what waits in a queue counts as waiting."""

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from enum import StrEnum

import httpx

from kontor_bench.customers.seed import Sought
from kontor_bench.progress import Bar

USERS = 20
PER_SECOND = 100
SECONDS, WARM_UP = 30, 5


class Work(StrEnum):
    READ = "read"
    SEARCH = "search"
    WRITE = "write"


#: Of a hundred requests.
MIX = {Work.READ: 60, Work.SEARCH: 25, Work.WRITE: 15}
Waits = Mapping[Work, Sequence[float]]


class BackOffice:
    """Twenty people at one API, each request of whoever is free."""

    def __init__(self, client: httpx.AsyncClient, sought: Sequence[Sought]) -> None:
        self._client = client
        self._sought = sought
        self._chance = random.Random(3)
        self._free = asyncio.Semaphore(USERS)
        self._waits: dict[Work, list[float]] = defaultdict(list)

    async def measured(self, bar: Bar) -> Waits:
        """Milliseconds from when each request was due until its answer was read."""
        due, total = time.perf_counter(), (WARM_UP + SECONDS) * PER_SECOND
        async with asyncio.TaskGroup() as group:
            for number in range(total):
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                group.create_task(self._one(due, counted=number >= WARM_UP * PER_SECOND))
                bar.at(number, total)
                due += 1 / PER_SECOND
        return self._waits

    async def _one(self, due: float, *, counted: bool) -> None:
        (work,) = self._chance.choices(list(MIX), list(MIX.values()))
        one = self._chance.choice(self._sought)
        ask: dict[Work, Callable[[Sought], Awaitable[httpx.Response]]] = {
            Work.READ: self._read,
            Work.SEARCH: self._search,
            Work.WRITE: self._write,
        }
        async with self._free:
            (await ask[work](one)).raise_for_status()
        if counted:
            self._waits[work].append((time.perf_counter() - due) * 1000)

    async def _read(self, one: Sought) -> httpx.Response:
        paths = ("", "", "/payment", "/contacts", "/notes", "/history")
        return await self._client.get(f"/parties/{one.party_id}{self._chance.choice(paths)}")

    async def _search(self, one: Sought) -> httpx.Response:
        query = {"q": self._chance.choice(one.words)}
        if self._chance.random() < 0.2:  # noqa: PLR2004 - some choose the lifecycle too
            query["lifecycle"] = "customer"
        return await self._client.get("/parties", params=query)

    async def _write(self, one: Sought) -> httpx.Response:
        path = f"/parties/{one.party_id}"
        match self._chance.randrange(3):
            case 0:
                return await self._client.post("/customers", json={"name": one.name})
            case 1:
                return await self._client.post(f"{path}/notes", json={"text": "Rang again"})
        contact = {"name": "Rita Beispiel", "email": "rita@kunde.example"}
        return await self._client.post(f"{path}/contacts", json=contact)
