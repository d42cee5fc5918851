"""The course of an import: chunk by chunk, each reported when it is committed."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Sequence

from kontor_chassis.import_report import Progress, ReportLine
from kontor_chassis.transaction import Transaction

from kontor_customers.model.imports.plan import Tally, readable_and_first
from kontor_customers.model.imports.rows import Row, number_of
from kontor_customers.model.numbers import DEFAULT_ACCOUNT_NUMBERS, Numbering
from kontor_customers.usecases.imports.job import Import
from kontor_customers.usecases.imports.kinds import Kind
from kontor_customers.usecases.imports.report import finished, refused_lines

CHUNK_ROWS = 500
#: Rows without number may mean a party of the chunk before: then one follows the other.
CHUNKS_TOGETHER = 2


async def run(job: Import, kind: Kind, file: Sequence[Row]) -> AsyncGenerator[ReportLine, None]:
    """Import the file; what was reported as done is committed."""
    tally, total, done = Tally(), len(file), 0
    if kind.brings_numbers and not job.dry_run:
        await _go_on_behind(job, file)
    async for rows, part in _tallies(job, kind, file):
        tally.add(part)
        for line in refused_lines(part.refusals):
            yield line
        done += rows
        yield Progress(done=done, total=total)
    yield finished(tally)


async def _tallies(
    job: Import, kind: Kind, file: Sequence[Row]
) -> AsyncIterator[tuple[int, Tally]]:
    """Each chunk's number of rows and how they came out, in the order of the file.

    While the database works on one chunk the next is read and checked.
    """
    together = CHUNKS_TOGETHER if all(number_of(row) for row in file) else 1
    running: deque[tuple[int, asyncio.Task[Tally]]] = deque()
    seen: dict[str, int] = {}
    try:
        for start in range(0, len(file), CHUNK_ROWS):
            chunk = file[start : start + CHUNK_ROWS]
            running.append((len(chunk), asyncio.create_task(_chunk(job, kind, chunk, seen))))
            if len(running) == together:
                yield await _first(running)
        while running:
            yield await _first(running)
    finally:
        for _, task in running:
            task.cancel()


async def _first(running: deque[tuple[int, asyncio.Task[Tally]]]) -> tuple[int, Tally]:
    rows, task = running.popleft()
    return rows, await task


async def _chunk(job: Import, kind: Kind, rows: Sequence[Row], seen: dict[str, int]) -> Tally:
    """A chunk in one transaction; tasks start in order, so `seen` knows the rows before."""
    part = Tally()
    good = readable_and_first(rows, kind.keys, seen, part)
    part.add(await _in_transaction(job, kind, good))
    return part


async def _go_on_behind(job: Import, file: Sequence[Row]) -> None:
    """Entering parties meanwhile takes none of the numbers in the file."""
    organisation = await job.books.organisations.ours()
    pattern = organisation.account_number_pattern if organisation else DEFAULT_ACCOUNT_NUMBERS
    numbers = (number_of(row) for row in file if not row.problem)
    await job.books.account_numbers.jump_past(numbers, Numbering(pattern))


async def _in_transaction(job: Import, kind: Kind, rows: Sequence[Row]) -> Tally:
    async def work(tx: Transaction) -> Tally:
        return await kind.apply(job, rows, tx)

    return await job.books.transactions.run(work)
