"""Imports from CSV: chunk by chunk, each in one transaction, the same file again without effect."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass

from kontor_chassis.ids import new_id
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.party import Party, PartyKind

from kontor_customers.model.history import Author
from kontor_customers.model.imports import contacts, customers, payments
from kontor_customers.model.imports.csv_file import CsvFile, Row, number_of, read_csv
from kontor_customers.model.imports.payment_row import references_in
from kontor_customers.model.imports.plan import Keys, Tally, readable_and_first
from kontor_customers.model.imports.report import (
    Progress,
    ReportLine,
    finished,
    refused_lines,
)
from kontor_customers.model.payment import no_details
from kontor_customers.usecases.books import Books, save_parties, save_payments

CHUNK_ROWS = 500


@dataclass(frozen=True)
class Import:
    """An import as it was asked for; a dry run tells all and saves nothing."""

    books: Books
    author: Author
    dry_run: bool


Apply = Callable[[Import, Sequence[Row], Transaction], Awaitable[Tally]]


@dataclass(frozen=True)
class Kind:
    """What may be imported: its columns, what may not stand twice, what a chunk does."""

    columns: Sequence[str]
    required: Sequence[str]
    keys: Keys
    apply: Apply
    #: Rows bring account numbers along; entering parties goes on behind them from the start.
    brings_numbers: bool = False

    def read(self, data: bytes) -> CsvFile:
        """The file; InvalidInputError when its header is wrong."""
        return read_csv(data, columns=self.columns, required=self.required)


async def run(job: Import, kind: Kind, file: CsvFile) -> AsyncIterator[ReportLine]:
    """Import the file; what was reported as done is committed."""
    tally, seen, total = Tally(), dict[str, int](), len(file.rows)
    if kind.brings_numbers and not job.dry_run:
        await job.books.account_numbers.jump_past(
            number_of(row) for row in file.rows if not row.problem
        )
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


async def _in_transaction(job: Import, kind: Kind, rows: Sequence[Row]) -> Tally:
    async def work(tx: Transaction) -> Tally:
        return await kind.apply(job, rows, tx)

    return await job.books.transactions.run(work)


async def _apply_customers(job: Import, rows: Sequence[Row], tx: Transaction) -> Tally:
    known = await _parties(job, rows, tx)
    today = await job.books.today(tx)
    plan = customers.plan_customers(rows, known, today=today, new_id=new_id)
    await _save_parties(job, plan.changes(), tx)
    return plan.tally


async def _apply_contacts(job: Import, rows: Sequence[Row], tx: Transaction) -> Tally:
    plan = contacts.plan_contacts(rows, await _parties(job, rows, tx), new_id=new_id)
    await _save_parties(job, plan.changes(), tx)
    return plan.tally


async def _apply_payments(job: Import, rows: Sequence[Row], tx: Transaction) -> Tally:
    books = job.books
    parties = await _parties(job, rows, tx)
    stored = await books.payments.of_all([one.id for one in parties.values()], tx)
    plan = payments.plan_payments(
        rows,
        payments.Ledger(
            payments={
                number: stored.get(party.id) or no_details(party.id)
                for number, party in parties.items()
            },
            consumers=frozenset(
                number for number, party in parties.items() if party.kind is PartyKind.PRIVATE
            ),
            organisation=await books.organisations.ours(tx),
            taken=await books.payments.owners(references_in(rows), tx),
        ),
        today=await books.today(tx),
        new_id=new_id,
    )
    if not job.dry_run:
        changes = [(before, after) for before, after in plan.changes() if before]
        await save_payments(books, changes, author=job.author, tx=tx)
    return plan.tally


async def _parties(job: Import, rows: Sequence[Row], tx: Transaction) -> dict[str, Party]:
    return await job.books.parties.by_number({number_of(row) for row in rows}, tx)


async def _save_parties(
    job: Import, changes: Sequence[tuple[Party | None, Party]], tx: Transaction
) -> None:
    if not job.dry_run:
        await save_parties(job.books, changes, author=job.author, tx=tx)


KINDS = {
    "customers": Kind(
        list(customers.COLUMNS),
        ["number"],
        customers.keys_of,
        _apply_customers,
        brings_numbers=True,
    ),
    "contacts": Kind(list(contacts.COLUMNS), ["number"], contacts.keys_of, _apply_contacts),
    "payments": Kind(list(payments.COLUMNS), ["number", "key"], payments.keys_of, _apply_payments),
}
