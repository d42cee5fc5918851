"""Keep a list of programs running: start, restart what dies, stop everything in reverse."""

import asyncio
import contextlib
import fcntl
import os
import signal
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from pathlib import Path

from kontor_local.child import Child
from kontor_local.orphans import end_orphans
from kontor_local.ports import PortTakenError, refuse_taken_ports
from kontor_local.program import Program

FIRST_PAUSE, LONGEST_PAUSE = 0.25, 8.0
#: Seconds after which a process counts as running well, and its next end as a new trouble.
STEADY_SECONDS = 10.0

Say = Callable[[str], None]


class AlreadyRunningError(Exception):
    """Another supervisor works on the same directory."""


class Supervisor:
    """Made by `supervised`; knows the process behind each program's name."""

    def __init__(self, directory: Path, say: Say) -> None:
        self._directory = directory
        self._say = say
        self._stages: list[list[Child]] = []
        self._keepers: list[asyncio.Task[None]] = []

    def child(self, name: str) -> Child:
        return next(child for child in self._children() if child.program.name == name)

    async def start(self, stage: Sequence[Program]) -> None:
        """Start these programs side by side and wait until every one is ready."""
        children = [Child(program, self._directory) for program in stage]
        self._stages.append(children)
        try:
            async with asyncio.TaskGroup() as group:
                for child in children:
                    group.create_task(start_until_ready(child))
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from None
        self._keepers += [asyncio.create_task(self._keep(child)) for child in children]

    async def stop(self) -> None:
        """End the last stage first, each process within its own limit."""
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        for stage in reversed(self._stages):
            await asyncio.gather(*(child.stop() for child in stage))

    def kill(self) -> None:
        """Cut a stop short."""
        for child in self._children():
            child.send_kill()

    def _children(self) -> Iterator[Child]:
        return (child for stage in self._stages for child in stage)

    async def _keep(self, child: Child) -> None:
        pause, time = FIRST_PAUSE, asyncio.get_running_loop().time
        while True:
            since = time()
            code = await child.wait()
            pause = FIRST_PAUSE if time() - since > STEADY_SECONDS else pause
            self._say(f"{child.program.name} {end_of(code)}; starting it again in {pause:g} s")
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
            try:
                await child.start()
            except (OSError, PortTakenError) as problem:
                self._say(f"{child.program.name} could not be started: {problem}")


async def start_until_ready(child: Child) -> None:
    await child.start()
    await child.wait_until_ready()


def end_of(code: int) -> str:
    if code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"ended with {code}"


@contextlib.asynccontextmanager
async def supervised(
    stages: Sequence[Sequence[Program]], directory: Path, say: Say = print
) -> AsyncIterator[Supervisor]:
    """Run the stages, one after the other, for as long as the block; alone on the directory."""
    with locked(directory / "run"):
        if ended := await asyncio.to_thread(end_orphans, directory):
            say(f"Processes left over by an earlier, killed run, now ended: {ended}.")
        refuse_taken_ports(
            {name: port for stage in stages for one in stage for name, port in one.ports.items()}
        )
        supervisor = Supervisor(directory, say)
        try:
            for stage in stages:
                await supervisor.start(stage)
            yield supervisor
        finally:
            await supervisor.stop()


@contextlib.contextmanager
def locked(directory: Path) -> Iterator[None]:
    """Hold the directory's lock, which the kernel takes back even from a killed process."""
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / "supervisor.lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise AlreadyRunningError(
                f"Kontor is already running here, as process {lock.read()}."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
