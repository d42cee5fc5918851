"""A chunk of customers.csv."""

from collections.abc import Iterator, Sequence

from kontor_chassis.ids import new_id
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.party import Party

from kontor_customers.model.imports.customers import Surroundings, plan_customers
from kontor_customers.model.imports.directory import Directory, directory_of, vat_key
from kontor_customers.model.imports.plan import Tally
from kontor_customers.model.imports.rows import Row, number_of
from kontor_customers.usecases.imports.job import Import
from kontor_customers.usecases.parties import free_number


async def apply(job: Import, rows: Sequence[Row], tx: Transaction) -> Tally:
    """Create and update the parties of the rows."""
    books = job.books
    around = Surroundings(
        directory=await _directory(job, rows, tx),
        free_numbers=await _free_numbers(job, rows, tx),
        erased=frozenset(await books.erased.numbers_among({number_of(row) for row in rows}, tx)),
        members=await books.team.active_by_email(_cells(rows, "responsible"), tx),
        today=await books.today(tx),
        new_id=new_id,
    )
    plan = plan_customers(rows, around)
    await job.save_parties(plan.changes(), tx)
    return plan.tally


async def _directory(job: Import, rows: Sequence[Row], tx: Transaction) -> Directory[Party]:
    """Those that the rows describe, and those that pay for them."""
    parties = job.books.lookup
    numbers = _cells(rows, "number") | _cells(rows, "payer")
    known = list((await parties.by_number(numbers, tx)).values())
    nameless = [row for row in rows if not number_of(row)]
    if nameless:
        known += await parties.by_vat_id({vat_key(cell) for cell in _cells(nameless, "vat_id")}, tx)
        known += await parties.by_name(_cells(nameless, "name"), tx)
    return directory_of(known)


async def _free_numbers(job: Import, rows: Sequence[Row], tx: Transaction) -> Iterator[str]:
    """A number for every row that may need one; those left over are gaps, which do no harm."""
    count = sum(not number_of(row) for row in rows)
    if job.dry_run:
        return iter([f"new-{number}" for number in range(1, count + 1)])
    organisation = await job.books.organisations.ours(tx)
    return iter([await free_number(job.books, organisation, tx) for _ in range(count)])


def _cells(rows: Sequence[Row], column: str) -> set[str]:
    found = {row.cells.get(column, "").strip() for row in rows}
    return found - {""}
