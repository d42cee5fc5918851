"""`make bench`: measure Kontor on this machine, print the figures, and keep them in `var`."""

import argparse
import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path

from kontor_chassis import logs
from kontor_local.installation import Installation
from kontor_local.ports import free_ports
from kontor_local.processes import DEFAULT_PORTS
from kontor_local.supervisor import supervised
from rich.console import Console

from kontor_bench import debit_file, delivery, event_path, imports, start
from kontor_bench.billing import measure as billing
from kontor_bench.figures import Figure, table, write
from kontor_bench.hot_spots import HotSpots
from kontor_bench.place import Place
from kontor_bench.progress import Bar, shown
from kontor_bench.usage import machine

Measurement = Callable[[Place, Bar], AsyncIterator[Figure | HotSpots]]
DIRECTORY = Path("var/bench")
#: What a measurement leaves behind but for its logs.
DATA = ("kafka", "mongod", "mail", "import")


def measurements(customers: int) -> dict[str, Measurement]:
    return {
        "event-path": event_path.measure,
        "billing": partial(billing.measure, customers=customers),
        "delivery": delivery.measure,
        "debit-file": debit_file.measure,
        "import": imports.measure,
        "start": start.measure,
    }


async def measured(
    chosen: dict[str, Measurement], installation: Installation, console: Console
) -> list[Figure | HotSpots]:
    found = []
    parts = supervised([installation.parts()], installation.directory, console.print)
    async with parts as supervisor:
        with shown(console) as progress:
            for name, measure in chosen.items():
                bar = Bar(progress, name)
                place = Place(installation, supervisor, name)
                found += [one async for one in measure(place, bar)]
                bar.finished()
    return found


def main() -> None:
    asked = arguments()
    known = measurements(asked.customers)
    console = Console(highlight=False)
    logs.configure("WARNING", service="bench")
    installation = Installation(DIRECTORY.absolute(), free_ports(DEFAULT_PORTS))
    remove_data(DIRECTORY)
    chosen = {name: known[name] for name in asked.only}
    found = asyncio.run(measured(chosen, installation, console))
    remove_data(DIRECTORY)
    figures = [one for one in found if isinstance(one, Figure)]
    console.print(table(figures, machine()))
    console.print(*(one.table() for one in found if isinstance(one, HotSpots)), sep="\n")
    write(figures, DIRECTORY.with_suffix(".json"))


def arguments() -> argparse.Namespace:
    largest = billing.DEFAULT_CUSTOMERS
    names = list(measurements(largest))
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=names, default=names)
    parser.add_argument("--customers", type=int, default=largest, help="of the largest billing run")
    return parser.parse_args()


def remove_data(directory: Path) -> None:
    for name in DATA:
        shutil.rmtree(directory / name, ignore_errors=True)


if __name__ == "__main__":
    main()
