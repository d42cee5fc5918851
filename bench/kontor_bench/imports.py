"""Rows of `customers.csv` through the customers service, until every fact of them is published."""

import asyncio
import time
from collections.abc import AsyncIterator

from kontor_cli.client.answers import ImportProgress, RefusedRow
from kontor_cli.client.imports import ImportKind
from kontor_cli.client.kontor import Kontor, connected
from kontor_cli.settings import Service
from kontor_local.sample.clones import write_clones
from kontor_local.sample.files import path_of

from kontor_bench.figures import Figure
from kontor_bench.place import Place, signed_in
from kontor_bench.progress import Bar
from kontor_bench.usage import Usage

ROWS = 4000


class RefusedError(Exception):
    """A row of the sample's kind was not taken."""


async def measure(place: Place, bar: Bar) -> AsyncIterator[Figure]:
    folder = place.directory / "import"
    bar.step("writing the files")
    write_clones(range(ROWS), folder)
    bar.step("importing customers.csv")
    async with place.processes("kontor_customers api", "kontor_customers relay") as (api, _):
        with connected(signed_in(place, customers=api)) as kontor:
            content = path_of("customers", folder).read_bytes()
            first = await asyncio.to_thread(seconds, kontor, content, bar)
            again = await asyncio.to_thread(seconds, kontor, content, bar)
        peak = Usage.of(api.pid).peak
    note = f"{ROWS} new customers in one file, checked, stored, published"
    yield Figure("import", ROWS / first, "rows/s", note)
    yield Figure("import again", ROWS / again, "rows/s", "the same file: nothing changes")
    yield Figure("customers api, peak memory", peak, "MB", f"{len(content) / 1e6:.1f} MB of CSV")


def seconds(kontor: Kontor, content: bytes, bar: Bar) -> float:
    started = time.perf_counter()
    for line in kontor.import_file(ImportKind.CUSTOMERS, content):
        if isinstance(line, ImportProgress):
            bar.at(line.done, line.total)
        elif isinstance(line, RefusedRow):
            raise RefusedError(str(line))
    kontor.operations.wait_until_published(Service.CUSTOMERS)
    return time.perf_counter() - started
