"""The course of an import: chunk by chunk, each reported when it is committed."""

from collections.abc import AsyncIterator, Sequence

from kontor_chassis.transaction import Transaction

from kontor_customers.model.imports.csv_file import CsvFile, Row, number_of
from kontor_customers.model.imports.plan import Tally, readable_and_first
from kontor_customers.model.imports.report import (
    Progress,
    ReportLine,
    finished,
    refused_lines,
)
from kontor_customers.model.numbers import DEFAULT_ACCOUNT_NUMBERS, Numbering
from kontor_customers.usecases.imports.job import Import
from kontor_customers.usecases.imports.kinds import Kind

CHUNK_ROWS = 500


async def run(job: Import, kind: Kind, file: CsvFile) -> AsyncIterator[ReportLine]:
    """Import the file; what was reported as done is committed."""
    tally, seen, total = Tally(), dict[str, int](), len(file.rows)
    if kind.brings_numbers and not job.dry_run:
        await _go_on_behind(job, file)
    for start in range(0, total, CHUNK_ROWS):
        chunk = file.rows[start : start + CHUNK_ROWS]
        part = Tally()
        rows = readable_and_first(chunk, kind.keys, seen, part)
        part.add(await _in_transaction(job, kind, rows))
        tally.add(part)
        for line in refused_lines(part.refusals):
            yield line
        yield Progress(done=start + len(chunk), total=total)
    yield finished(tally)


async def _go_on_behind(job: Import, file: CsvFile) -> None:
    """Entering parties meanwhile takes none of the numbers in the file."""
    organisation = await job.books.organisations.ours()
    pattern = organisation.account_number_pattern if organisation else DEFAULT_ACCOUNT_NUMBERS
    numbers = (number_of(row) for row in file.rows if not row.problem)
    await job.books.account_numbers.jump_past(numbers, Numbering(pattern))


async def _in_transaction(job: Import, kind: Kind, rows: Sequence[Row]) -> Tally:
    async def work(tx: Transaction) -> Tally:
        return await kind.apply(job, rows, tx)

    return await job.books.transactions.run(work)
