"""What may be imported, and what a chunk of each does."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from kontor_chassis.clock import now
from kontor_chassis.ids import new_id
from kontor_chassis.transaction import Transaction

from kontor_customers.model.functions import by_name
from kontor_customers.model.imports import contacts, customers, notes, payments
from kontor_customers.model.imports.bluerocktel import TRANSLATIONS, spelled
from kontor_customers.model.imports.customer_columns import COLUMNS
from kontor_customers.model.imports.plan import Keys, Tally
from kontor_customers.model.imports.rows import Row
from kontor_customers.usecases.books import save_notes
from kontor_customers.usecases.imports.customers import apply as apply_customers
from kontor_customers.usecases.imports.job import Import
from kontor_customers.usecases.imports.payments import apply as apply_payments
from kontor_customers.usecases.imports.reading import read_rows

Apply = Callable[[Import, Sequence[Row], Transaction], Awaitable[Tally]]


@dataclass(frozen=True)
class Kind:
    """What may be imported: its columns, what may not stand twice, what a chunk does."""

    name: str
    columns: Sequence[str]
    required: Sequence[str]
    keys: Keys
    apply: Apply
    #: Rows bring account numbers along; entering parties goes on behind them from the start.
    brings_numbers: bool = False

    def read(self, data: bytes) -> list[Row]:
        """The file; InvalidInputError when its header is wrong."""
        return read_rows(data, columns=self.columns, required=self.required)

    def read_bluerocktel(self, data: bytes) -> list[Row]:
        """The file with BlueRockTEL's field names, in our columns."""
        translation = TRANSLATIONS[self.name]
        needed = [name for name, ours in translation.same.items() if ours in self.required]
        rows = read_rows(data, columns=translation.columns, required=needed, spelled=spelled)
        return list(translation.translated(rows))


async def apply_contacts(job: Import, rows: Sequence[Row], tx: Transaction) -> Tally:
    """Create and update the contacts of the rows."""
    plan = contacts.plan_contacts(
        rows,
        await job.directory(rows, tx),
        functions=by_name(await job.books.functions.all(tx)),
        new_id=new_id,
    )
    await job.save_parties(plan.changes(), tx)
    return plan.tally


async def apply_notes(job: Import, rows: Sequence[Row], tx: Transaction) -> Tally:
    """Write and edit the notes of the rows."""
    directory = await job.outlines(rows, tx)
    known = await job.books.notes.with_ids(notes.ids_in(rows, directory), tx)
    plan = notes.plan_notes(rows, directory, known, author=job.author, at=now())
    if not job.dry_run:
        await save_notes(job.books, plan.changes(), author=job.author, tx=tx)
    return plan.tally


_KINDS = (
    Kind("customers", list(COLUMNS), [], customers.keys_of, apply_customers, brings_numbers=True),
    Kind("contacts", list(contacts.COLUMNS), ["number"], contacts.keys_of, apply_contacts),
    Kind("payments", list(payments.COLUMNS), ["number", "key"], payments.keys_of, apply_payments),
    Kind("notes", list(notes.COLUMNS), ["number", "text"], notes.keys_of, apply_notes),
)
KINDS = {kind.name: kind for kind in _KINDS}
