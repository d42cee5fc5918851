"""Brings the planned faults about, one after the other, and takes the time to recover from each."""

import asyncio
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pymongo import AsyncMongoClient
from pymongo.errors import AutoReconnect

from kontor_local.child import Child
from kontor_local.supervisor import Say, Supervisor
from kontor_local.testing import eventually
from kontor_local.testing.faults.plan import Fault, Kind

PATIENCE_SECONDS = 120.0
#: The member may not be elected again for so long.
STEPPED_DOWN_SECONDS = 1


@dataclass(frozen=True)
class Recovery:
    """Seconds from the end of the fault until its target could be used again."""

    fault: Fault
    seconds: float


@dataclass(frozen=True)
class Disturber:
    supervisor: Supervisor
    mongo: AsyncMongoClient[dict[str, Any]]
    say: Say = print

    async def go_through(self, faults: Sequence[Fault]) -> list[Recovery]:
        """Each in turn; every one is told as it is over."""
        found: list[Recovery] = []
        for number, fault in enumerate(faults, start=1):
            found.append(await self._suffered(fault))
            again = f"usable again after {found[-1].seconds:.1f} s"
            self.say(f"{number}/{len(faults)} {fault.target}: {fault.kind}; {again}")
        return found

    async def _suffered(self, fault: Fault) -> Recovery:
        child = self.supervisor.child(fault.target)
        await asyncio.sleep(fault.pause)
        await self._bring_about(fault, child)
        over = time.monotonic()
        await _usable(child)
        return Recovery(fault, time.monotonic() - over)

    async def _bring_about(self, fault: Fault, child: Child) -> None:
        match fault.kind:
            case Kind.KILL | Kind.RESTART:
                before = child.pid
                child.send_kill()
                await _started_again(child, before)
            case Kind.CUT_OFF:
                await _stand_still(child, fault.lasts)
            case Kind.STEP_DOWN:
                await self._step_down()

    async def _step_down(self) -> None:
        """A primary without others to take over has to be forced, and drops its connections."""
        try:
            command = {"replSetStepDown": STEPPED_DOWN_SECONDS, "force": True}
            await self.mongo.admin.command(command)
        except AutoReconnect:
            return


async def _stand_still(child: Child, seconds: float) -> None:
    child.send(signal.SIGSTOP)
    try:
        await asyncio.sleep(seconds)
    finally:
        child.send(signal.SIGCONT)


async def _started_again(child: Child, before: int) -> None:
    """By its supervisor."""
    await eventually(lambda: child.pid != before, timeout=PATIENCE_SECONDS)


async def _usable(child: Child) -> bool:
    return await eventually(child.program.ready, timeout=PATIENCE_SECONDS)
