"""A process of a service: its HTTP door, its loops, and a clean end on SIGTERM."""

import asyncio
import gc
import signal
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager

import uvicorn
import uvloop
from fastapi import FastAPI

from kontor_chassis import logs
from kontor_chassis.event_loop import EventLoop
from kontor_chassis.http import create_app
from kontor_chassis.logs import log
from kontor_chassis.settings import ServiceSettings

Task = Callable[[asyncio.Event], Awaitable[None]]
GRACE_SECONDS = 10
#: Longer than clients keep a connection: none sends a request on one that closes just then.
KEEP_ALIVE_SECONDS = 75
#: Container objects made and not yet gone, at which the collector looks for cycles.
GARBAGE_THRESHOLD = 20_000


class _Server(uvicorn.Server):
    """Leaves signals to us."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def start(process: Coroutine[None, None, None]) -> None:
    """Run a process to its end."""
    uvloop.run(process, loop_factory=EventLoop)


async def run_process(
    settings: ServiceSettings,
    *,
    name: str,
    http: FastAPI | None = None,
    tasks: Sequence[Task] = (),
) -> None:
    """Run `tasks`, each told to stop by the event it is given, and serve `http` on the port set.

    Without `http` the process still answers health and metrics. The first task that fails ends
    the process, so that whoever supervises it starts it anew.
    """
    logs.configure(settings.log_level, service=name)
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    log.info("process-started", port=settings.http_port)
    app = http or create_app(name)
    _spare_the_collector()
    async with asyncio.TaskGroup() as group:
        for task in tasks:
            group.create_task(_until_stopped(task, stopping))
        if settings.http_port:
            group.create_task(_serve(app, settings, stopping))
        else:
            group.create_task(_wait(stopping))
    log.info("process-stopped")


def _spare_the_collector() -> None:
    """Keep the garbage collector from looking through what lives as long as the process.

    A batch of facts is many objects that die together: with Python's own thresholds a consumer of
    invoices spends a third of its time on looking for cycles among them.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_THRESHOLD)


async def _wait(stopping: asyncio.Event) -> None:
    await stopping.wait()


async def _until_stopped(task: Task, stopping: asyncio.Event) -> None:
    """The task has `GRACE_SECONDS` to end by itself once asked to."""
    running = asyncio.ensure_future(task(stopping))
    asked = asyncio.ensure_future(stopping.wait())
    await asyncio.wait({running, asked}, return_when=asyncio.FIRST_COMPLETED)
    asked.cancel()
    if running.done():
        running.result()
        return
    async with asyncio.timeout(GRACE_SECONDS):
        await running


async def _serve(app: FastAPI, settings: ServiceSettings, stopping: asyncio.Event) -> None:
    config = uvicorn.Config(
        app,
        host=settings.http_host,
        port=settings.http_port,
        log_config=None,
        access_log=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    server = _Server(config)
    serving = asyncio.ensure_future(server.serve())
    asked = asyncio.ensure_future(stopping.wait())
    await asyncio.wait({serving, asked}, return_when=asyncio.FIRST_COMPLETED)
    asked.cancel()
    server.should_exit = True
    await serving
