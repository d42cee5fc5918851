"""`kill -9` at a moment that chance chooses, and only while there is work to interrupt."""

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from random import Random

from kontor_local.child import Child

LONGEST_PAUSE = 0.02
PATIENCE_SECONDS = 90.0
#: The kill comes in the first so much of the work: its last piece may be too short to meet.
EARLY = 0.75


@dataclass(frozen=True)
class Work:
    """What processes do together: how many pieces, how many done, whether any is in hand."""

    processes: tuple[str, ...]
    pieces: int
    done: Callable[[], Awaitable[int]]
    in_hand: Callable[[], Awaitable[bool]]


class NotInterruptedError(Exception):
    """The work went by without a moment to kill in."""


async def kill_at_work(child: Callable[[str], Child], work: Work, dice: Random) -> None:
    """Kill all processes of the work at once, a random number of its pieces being done.

    They stand still (SIGSTOP) while we look: what we see is what the kill interrupts.
    """
    wanted = dice.randrange(max(1, int(work.pieces * EARLY)))
    end = time.monotonic() + PATIENCE_SECONDS
    while not await _is_killed(child, work, wanted):
        if time.monotonic() > end:
            names = ", ".join(work.processes)
            raise NotInterruptedError(f"{names}: nothing in hand after {wanted} pieces")
        await asyncio.sleep(dice.uniform(0, LONGEST_PAUSE))


async def _is_killed(child: Callable[[str], Child], work: Work, wanted: int) -> bool:
    if await work.done() < wanted:
        return False
    pids = [child(name).pid for name in work.processes]
    _send(pids, signal.SIGSTOP)
    caught = False
    try:
        caught = await work.in_hand()
    finally:
        _send(pids, signal.SIGKILL if caught else signal.SIGCONT)
    return caught


def _send(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        os.kill(pid, number)
