"""One operating-system process of a program: started, watched until ready, stopped in time."""

import asyncio
import contextlib
import os
import signal
from asyncio.subprocess import DEVNULL, STDOUT, Process
from collections.abc import AsyncIterator
from pathlib import Path

from kontor_local.orphans import mark
from kontor_local.ports import refuse_taken_ports
from kontor_local.program import Program

POLL_SECONDS = 0.1
LAST_LINES = 15


class StartFailedError(Exception):
    """A program ended or kept silent where it should have become ready."""


class Child:
    """Logs to `<directory>/log/<name>.log`, in a session of its own: Ctrl-C does not reach it."""

    def __init__(self, program: Program, directory: Path) -> None:
        self.program = program
        self.log = directory / "log" / f"{program.name}.log"
        self._mark = mark(directory)
        self._process: Process | None = None

    @property
    def pid(self) -> int:
        return self._running.pid

    @property
    def _running(self) -> Process:
        if self._process is None:
            raise RuntimeError(f"{self.program.name} was not started")
        return self._process

    async def start(self) -> None:
        refuse_taken_ports(self.program.ports)
        await self.program.prepare()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self.program.command,
                env={**os.environ, **self.program.environment, **self._mark},
                stdin=DEVNULL,
                stdout=log,
                stderr=STDOUT,
                start_new_session=True,
            )

    async def wait_until_ready(self) -> None:
        """Raise StartFailedError, with the end of the log, when it does not get ready in time."""
        try:
            async with asyncio.timeout(self.program.start_limit):
                while not await self.program.ready():
                    if self._running.returncode is not None:
                        raise self._failure(f"ended with {self._running.returncode}")
                    await asyncio.sleep(POLL_SECONDS)
        except TimeoutError:
            raise self._failure(f"was not ready after {self.program.start_limit:g} s") from None

    async def wait(self) -> int:
        """Wait for its end, clear away what it started itself, and answer the exit code."""
        code = await self._running.wait()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        return code

    async def stop(self) -> None:
        """Ask it to end; kill it when it has not ended within its limit."""
        if self._process is None:
            return
        self.send(signal.SIGTERM)
        try:
            async with asyncio.timeout(self.program.stop_limit):
                await self.wait()
        except TimeoutError:
            await self.kill()

    async def kill(self) -> None:
        self.send_kill()
        await self.wait()

    def send_kill(self) -> None:
        if self._process is not None:
            self.send(signal.SIGKILL)

    def send(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._running.send_signal(number)

    def _failure(self, what: str) -> StartFailedError:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        end = "\n".join(f"  {line}" for line in lines[-LAST_LINES:])
        return StartFailedError(f"{self.program.name} {what}. The end of {self.log}:\n{end}")


@contextlib.asynccontextmanager
async def running(program: Program, directory: Path) -> AsyncIterator[Child]:
    """The program, ready to be used inside the block and stopped after it."""
    child = Child(program, directory)
    try:
        await child.start()
        await child.wait_until_ready()
        yield child
    finally:
        await child.stop()
