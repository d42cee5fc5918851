"""Who is told that a party's timeline has a new line: browsers that show it now."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

from kontor_chassis.worker import work_loop

from kontor_web.timeline.store import Timeline

#: Lines that come together are told together.
GATHERING_SECONDS = 0.2
#: A comment now and then keeps connections that nothing happens on.
HEARTBEAT_SECONDS = 20.0
#: A slow browser misses nothing: it is told once that something is stale.
MOST_WAITING = 1000


class Live:
    """The listeners of this process; every process follows the database by itself."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[UUID]] = set()
        self._ending = asyncio.Event()

    async def follow(self, timeline: Timeline, stopping: asyncio.Event) -> None:
        """Tell what comes until told to stop."""

        async def step() -> bool:
            async for party_id in timeline.changes():
                self.tell(party_id)
            return False

        following = asyncio.ensure_future(work_loop(step, stopping=stopping))
        await stopping.wait()
        self._ending.set()
        following.cancel()

    def tell(self, party_id: UUID) -> None:
        for listener in self._listeners:
            if listener.qsize() < MOST_WAITING:
                listener.put_nowait(party_id)

    async def stale(self) -> AsyncIterator[set[UUID]]:
        """The parties with new lines, time and again; an empty set as a sign of life.

        The first one comes at once: from then on nothing is missed.
        """
        listener: asyncio.Queue[UUID] = asyncio.Queue()
        self._listeners.add(listener)
        try:
            yield set()
            while not self._ending.is_set():
                yield await self._next(listener)
        finally:
            self._listeners.discard(listener)

    async def _next(self, listener: asyncio.Queue[UUID]) -> set[UUID]:
        coming = asyncio.ensure_future(listener.get())
        ending = asyncio.ensure_future(self._ending.wait())
        done, _ = await asyncio.wait(
            {coming, ending}, timeout=HEARTBEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED
        )
        ending.cancel()
        if coming not in done:
            coming.cancel()
            return set()
        await asyncio.sleep(GATHERING_SECONDS)
        found = {coming.result()}
        while not listener.empty():
            found.add(listener.get_nowait())
        return found
