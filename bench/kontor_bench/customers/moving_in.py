"""A company moves in: customers, contacts and payments from CSV, until every fact is published."""

import asyncio
import json
import time

from kontor_cli.client.answers import ImportProgress, RefusedRow
from kontor_cli.client.imports import ImportKind
from kontor_cli.client.kontor import Kontor
from kontor_cli.settings import Service
from kontor_local.sample.clones import write_clones
from kontor_local.sample.files import SAMPLE, path_of

from kontor_bench.figures import Figure
from kontor_bench.place import Place
from kontor_bench.progress import Bar

CUSTOMERS = 4000
KINDS = (ImportKind.CUSTOMERS, ImportKind.CONTACTS, ImportKind.PAYMENTS)


class RefusedError(Exception):
    """A row of the sample's kind was not taken."""


async def figures(place: Place, kontor: Kontor, bar: Bar) -> list[Figure]:
    """Rows a second until they are stored, and until other services can know of them."""
    folder = place.directory / "import"
    write_clones(range(CUSTOMERS), folder)
    organisation = json.loads((SAMPLE / "organisation.json").read_text(encoding="utf-8"))
    await asyncio.to_thread(kontor.customers.set_organisation, organisation)
    rows, stored, published = 0, 0.0, 0.0
    for kind in KINDS:
        bar.step(f"importing {kind}")
        content = path_of(kind.value, folder).read_bytes()
        started = time.perf_counter()
        rows += await asyncio.to_thread(taken, kontor, kind, content, bar)
        stored += time.perf_counter() - started
        await asyncio.to_thread(kontor.operations.wait_until_published, Service.CUSTOMERS)
        published += time.perf_counter() - started
    note = f"{rows} rows of customers, contacts and payments, new"
    return [
        Figure("moving in, stored", rows / stored, "rows/s", note),
        Figure("moving in, published", rows / published, "rows/s", note),
    ]


def taken(kontor: Kontor, kind: ImportKind, content: bytes, bar: Bar) -> int:
    """How many rows the file had; RefusedError when one was not taken."""
    total = 0
    for line in kontor.import_file(kind, content):
        if isinstance(line, ImportProgress):
            total = line.total
            bar.at(line.done, line.total)
        elif isinstance(line, RefusedRow):
            raise RefusedError(str(line))
    return total
