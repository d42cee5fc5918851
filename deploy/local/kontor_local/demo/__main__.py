"""`make demo`: its arguments, and its end."""

import argparse
import asyncio
import os
import sys
from pathlib import Path

from kontor_cli.client.downloads import DamagedFileError
from kontor_cli.client.problems import RequestRefusedError, ServiceUnreachableError
from rich.console import Console

from kontor_local.child import StartFailedError
from kontor_local.demo.loading import RowsRefusedError
from kontor_local.demo.place import beside_no_run, emptied
from kontor_local.demo.report import Report
from kontor_local.demo.show import Show
from kontor_local.demo.source import OtherCustomersError, prepared
from kontor_local.installation import Installation
from kontor_local.ports import PortTakenError, configured_ports
from kontor_local.processes import DEFAULT_PORTS
from kontor_local.run import STOPPING_SIGNALS, cancel_once
from kontor_local.supervisor import AlreadyRunningError

DIRECTORY = Path("var") / "demo"
#: What says by itself, in its message, why the demo cannot go on.
EXPLAINED = (
    AlreadyRunningError,
    DamagedFileError,
    OtherCustomersError,
    PortTakenError,
    RequestRefusedError,
    RowsRefusedError,
    ServiceUnreachableError,
    StartFailedError,
)


async def until_stopped(show: Show) -> Report:
    """The report; asyncio.CancelledError when a signal ends the demo before its time."""
    going = asyncio.ensure_future(show.go())
    for number in STOPPING_SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, cancel_once, going)
    return await going


def demo(directory: Path, customers: int | None, *, fresh: bool) -> Report:
    directory.mkdir(parents=True, exist_ok=True)
    with beside_no_run():
        if fresh:
            emptied(directory)
        source = prepared(directory, customers)
        installation = Installation(directory, configured_ports(DEFAULT_PORTS), os.environ)
        console = Console(highlight=False)
        return asyncio.run(until_stopped(Show(installation, source, console)))


def main() -> None:
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--fresh", action="store_true", help="start from empty (FRESH=1)")
    parser.add_argument("--customers", type=int, help="generate so many customers (CUSTOMERS=n)")
    chosen = parser.parse_args()
    try:
        report = demo(DIRECTORY.resolve(), chosen.customers, fresh=chosen.fresh)
    except EXPLAINED as problem:
        sys.exit(str(problem))
    except asyncio.CancelledError:
        sys.exit("Stopped before the end.")
    sys.exit(0 if report.agrees else "The outcome is not what it must be: see above.")


if __name__ == "__main__":
    main()
