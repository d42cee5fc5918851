"""`kill -9` at a moment that chance chooses, and only while there is work to interrupt."""

import asyncio
import logging
import signal
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from random import Random

from kontor_local.child import Child

LOG = logging.getLogger(__name__)
LONGEST_PAUSE = 0.02
LONGEST_HOLD = 0.5
#: Without any piece done for so long the work does not go on by itself.
PATIENCE_SECONDS = 90.0
#: Work of which all is done, and nothing in hand for so long, has gone by.
GONE_BY_SECONDS = 20.0
#: The kill comes in the first so much of the work: its last piece may be too short to meet.
EARLY = 0.75


@dataclass(frozen=True)
class Work:
    """What processes do together: how many pieces, how many done, whether any is in hand."""

    processes: tuple[str, ...]
    pieces: int
    done: Callable[[], Awaitable[int]]
    in_hand: Callable[[], Awaitable[bool]]
    #: Those of the processes that are killed; empty: all.
    victims: tuple[str, ...] = ()

    @property
    def killed(self) -> tuple[str, ...]:
        return self.victims or self.processes


class NotInterruptedError(Exception):
    """The work does not come, so there is no moment to kill in."""


class Killer:
    """Kills processes at their work: any moment of it, and above all amid a request.

    `database` stands still for a while before each kill, so that a process gets as far as its next
    request and waits there: what it has done outside by then, its records cannot know.
    """

    def __init__(self, child: Callable[[str], Child], database: str = "") -> None:
        self._child = child
        self._database = database
        self._holding = asyncio.Lock()

    async def kill_at_work(self, work: Work, dice: Random) -> None:
        """Kill the work's victims at once, a random number of its pieces being done.

        On a busy machine the work may go by between two looks: its victims die at rest then.
        """
        wanted = dice.randrange(max(1, int(work.pieces * EARLY)))
        done, end = -1, time.monotonic()
        while not await self._is_stopped_at(work, wanted):
            before, done = done, await work.done()
            end = end if done == before else time.monotonic() + _patience(work, done)
            if time.monotonic() > end:
                _must_have_gone_by(work, wanted, done)
                break
            await asyncio.sleep(dice.uniform(0, LONGEST_PAUSE))
        if self._database and self._database not in work.processes:
            await self._kill_amid_request(work, dice.uniform(0, LONGEST_HOLD))
        else:
            self._kill(work)

    async def _is_stopped_at(self, work: Work, wanted: int) -> bool:
        """Stop the processes and look: what we see is what the kill interrupts."""
        if await work.done() < wanted:
            return False
        self._send(work.processes, signal.SIGSTOP)
        caught = False
        try:
            caught = await work.in_hand()
        finally:
            if not caught:
                self._send(work.processes, signal.SIGCONT)
        return caught

    async def _kill_amid_request(self, work: Work, seconds: float) -> None:
        async with self._holding:
            self._send([self._database], signal.SIGSTOP)
            try:
                self._send(work.processes, signal.SIGCONT)
                await asyncio.sleep(seconds)
                self._kill(work)
            finally:
                self._send([self._database], signal.SIGCONT)

    def _kill(self, work: Work) -> None:
        self._send(work.killed, signal.SIGKILL)
        self._send(work.processes, signal.SIGCONT)

    def _send(self, names: Iterable[str], number: signal.Signals) -> None:
        for name in names:
            self._child(name).send(number)


def _patience(work: Work, done: int) -> float:
    """Seconds from the last piece on."""
    return GONE_BY_SECONDS if 0 < work.pieces <= done else PATIENCE_SECONDS


def _must_have_gone_by(work: Work, wanted: int, done: int) -> None:
    said = f"{', '.join(work.processes)}: nothing in hand after {wanted} pieces"
    if done < work.pieces:
        raise NotInterruptedError(said)
    LOG.warning("%s, killed at rest", said)
