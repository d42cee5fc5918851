"""`make bench`: measure Kontor on this machine, print the figures, and keep them in `var`."""

import argparse
import asyncio
import shutil
import sys
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path

from kontor_chassis import logs
from kontor_local.installation import Installation
from kontor_local.ports import free_ports
from kontor_local.processes import DEFAULT_PORTS
from kontor_local.supervisor import supervised
from rich.console import Console

from kontor_bench import (
    debit_file,
    delivery,
    event_path,
    imports,
    pages,
    start,
    usage_ingest,
    webhooks,
)
from kontor_bench.billing import measure as billing
from kontor_bench.customers import measure as customers_load
from kontor_bench.figures import Figure, table, write
from kontor_bench.growth import measure as growth
from kontor_bench.hot_spots import HotSpots
from kontor_bench.place import Place
from kontor_bench.progress import Bar, shown
from kontor_bench.tasks import measure as tasks
from kontor_bench.usage import machine

Measurement = Callable[[Place, Bar], AsyncIterator[Figure | HotSpots]]
Found = list[Figure | HotSpots]
DIRECTORY = Path("var/bench")
#: Columns of the report when it goes to a file.
REPORT_WIDTH = 140
#: What a measurement leaves behind but for its logs.
DATA = ("kafka", "mongod", "mail", "import")


#: Measured when asked for alone: it takes as long as all others together.
APART = "growth"


def measurements(customers: int | None) -> dict[str, Measurement]:
    return {
        "event-path": event_path.measure,
        "usage": usage_ingest.measure,
        "billing": partial(billing.measure, customers=customers or billing.DEFAULT_CUSTOMERS),
        "delivery": delivery.measure,
        "webhooks": webhooks.measure,
        "debit-file": debit_file.measure,
        "import": imports.measure,
        "customers": customers_load.measure,
        "tasks": tasks.measure,
        "pages": pages.measure,
        "start": start.measure,
        APART: partial(growth.measure, customers=customers or growth.DEFAULT_CUSTOMERS),
    }


async def measure_all(
    chosen: dict[str, Measurement], installation: Installation, console: Console, found: Found
) -> None:
    parts = supervised([installation.parts()], installation.directory, console.print)
    async with parts as supervisor:
        with shown(console) as progress:
            for name, measure in chosen.items():
                bar = Bar(progress, name)
                async for one in measure(Place(installation, supervisor, name), bar):
                    found.append(one)
                bar.finished()


def main() -> None:
    asked = arguments()
    known = measurements(asked.customers)
    console = Console(highlight=False, width=None if sys.stdout.isatty() else REPORT_WIDTH)
    logs.configure("WARNING", service="bench")
    installation = Installation(DIRECTORY.absolute(), free_ports(DEFAULT_PORTS))
    chosen = {name: known[name] for name in asked.only}
    found: Found = []
    remove_data(DIRECTORY)
    try:
        asyncio.run(measure_all(chosen, installation, console, found))
    finally:
        remove_data(DIRECTORY)
        report(found, console)


def report(found: Found, console: Console) -> None:
    """Show and keep what was measured, also when a later measurement failed."""
    figures = [one for one in found if isinstance(one, Figure)]
    console.print(table(figures, machine()))
    console.print(*(one.table() for one in found if isinstance(one, HotSpots)), sep="\n")
    write(figures, DIRECTORY.with_suffix(".json"))


def arguments() -> argparse.Namespace:
    names = list(measurements(None))
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    most = [name for name in names if name != APART]
    parser.add_argument("--only", nargs="+", choices=names, default=most)
    parser.add_argument("--customers", type=int, help="of the largest billing run")
    return parser.parse_args()


def remove_data(directory: Path) -> None:
    for name in DATA:
        shutil.rmtree(directory / name, ignore_errors=True)


if __name__ == "__main__":
    main()
