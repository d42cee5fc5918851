"""`make run`: all of Kontor on this machine, until Ctrl-C."""

import argparse
import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.table import Table

from kontor_local.child import StartFailedError
from kontor_local.installation import Installation
from kontor_local.ports import HOST, PortTakenError, configured_ports
from kontor_local.processes import DEFAULT_PORTS, PROCESSES
from kontor_local.supervisor import AlreadyRunningError, supervised

ResultT = TypeVar("ResultT")
STOPPING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


async def run(installation: Installation, console: Console, *, services: bool) -> None:
    """Start everything, tell where it is, and stay until a signal cancels this."""
    stages = [installation.parts(), installation.services() if services else []]
    console.print("Starting; the logs are in", str(installation.directory / "log"))
    async with supervised(stages, installation.directory, console.print):
        console.print(overview(installation, services=services))
        console.print("Ctrl-C stops everything.")
        try:
            await asyncio.Event().wait()
        finally:
            console.print("Stopping ...")


async def until_stopped(installation: Installation, console: Console, *, services: bool) -> None:
    """Take the first signal as a wish to end; further ones change nothing, stops are timed."""
    running = asyncio.ensure_future(run(installation, console, services=services))
    loop = asyncio.get_running_loop()
    for number in STOPPING_SIGNALS:
        loop.add_signal_handler(number, cancel_once, running)
    try:
        await running
    except asyncio.CancelledError:
        console.print("Stopped.")


def cancel_once(running: asyncio.Future[ResultT]) -> None:
    for number in STOPPING_SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, lambda: None)
    running.cancel()


def overview(installation: Installation, *, services: bool) -> Table:
    settings, ports = installation.known_settings(), installation.ports
    table = Table(title="Kontor", title_justify="left", show_header=False)
    if services:
        pages = ports["KONTOR_LOCAL_WEB_PAGES_PORT"]
        table.add_row("pages", f"http://{HOST}:{pages}", end_section=True)
        for process in PROCESSES:
            if process.role == "api":
                port = ports[process.instances[0].port_setting]
                table.add_row(process.service, f"http://{HOST}:{port}/docs")
        sign_in = f"{settings['KONTOR_ADMIN_EMAIL']}  {settings['KONTOR_ADMIN_PASSWORD']}"
        table.add_row("sign-in", sign_in, end_section=True)
    table.add_row("Kafka", settings["KONTOR_KAFKA_BOOTSTRAP"])
    table.add_row("MongoDB", settings["KONTOR_MONGO_URL"])
    table.add_row("mail server", f"{settings['KONTOR_SMTP_HOST']}:{settings['KONTOR_SMTP_PORT']}")
    table.add_row("mails", str(installation.mail))
    return table


def main() -> None:
    parser = argparse.ArgumentParser(prog="make run", description=__doc__)
    parser.add_argument("--directory", type=Path, default=Path("var"))
    parser.add_argument("--parts-only", action="store_true", help="leave out the services")
    chosen = parser.parse_args()
    ports = configured_ports(DEFAULT_PORTS)
    installation = Installation(chosen.directory.resolve(), ports, os.environ)
    console = Console(highlight=False, soft_wrap=True)
    try:
        asyncio.run(until_stopped(installation, console, services=not chosen.parts_only))
    except (AlreadyRunningError, PortTakenError, StartFailedError) as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
