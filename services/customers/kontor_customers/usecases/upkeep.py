"""What falls due by itself: IBANs whose waiting time is over, mandates that have slept too long."""

from datetime import date
from functools import partial
from uuid import UUID

from kontor_chassis.clock import now
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.bank_account import IbanChangeState

from kontor_customers.model.history import BY_ITSELF
from kontor_customers.model.organisation import civil_day
from kontor_customers.usecases.books import Books
from kontor_customers.usecases.dormancy import expire_mandates, warn_of_expiry
from kontor_customers.usecases.iban_changes import apply

BATCH = 200


async def run(books: Books, *, warning_days: int) -> None:
    """Do all of it that is due today."""
    today = civil_day(await books.organisations.ours(), now())
    await use_due_ibans(books, today)
    await expire_mandates(books, today)
    await warn_of_expiry(books, today, days=warning_days)


async def use_due_ibans(books: Books, today: date) -> None:
    """Changed IBANs whose first day has come are used from now on."""
    for due in await books.account_changes.due(today, BATCH):
        await books.transactions.run(partial(_use_iban, books, due.id))


async def _use_iban(books: Books, change_id: UUID, tx: Transaction) -> None:
    change = await books.account_changes.get(change_id, tx)
    if change and change.state is IbanChangeState.WAITING:
        await apply(books, change, author=BY_ITSELF, tx=tx)
