"""What falls due by itself: IBANs whose waiting time is over, mandates that have slept too long."""

from datetime import date
from functools import partial
from uuid import UUID

from kontor_chassis.clock import now
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.bank_account import IbanChangeState

from kontor_customers.model.history import Author
from kontor_customers.model.mandates import latest_last_use, without_dormant
from kontor_customers.model.organisation import civil_day
from kontor_customers.usecases.books import Books, save_payments
from kontor_customers.usecases.iban_changes import apply

BY_ITSELF = Author(subject="kontor-customers", name="Due date", door="clock")
BATCH = 200


async def run(books: Books) -> None:
    """Do all of it that is due today."""
    today = civil_day(await books.organisations.ours(), now())
    await use_due_ibans(books, today)
    await expire_mandates(books, today)


async def use_due_ibans(books: Books, today: date) -> None:
    """Changed IBANs whose first day has come are used from now on."""
    for due in await books.account_changes.due(today, BATCH):
        await books.transactions.run(partial(_use_iban, books, due.id))


async def _use_iban(books: Books, change_id: UUID, tx: Transaction) -> None:
    change = await books.account_changes.get(change_id, tx)
    if change and change.state is IbanChangeState.WAITING:
        await apply(books, change, author=BY_ITSELF, tx=tx)


async def expire_mandates(books: Books, today: date) -> None:
    """Mandates without a collection for 36 months are used no more."""
    for sleeping in await books.payments.with_sleepers(latest_last_use(today), BATCH):
        await books.transactions.run(partial(_expire, books, sleeping.party_id, today))


async def _expire(books: Books, party_id: UUID, today: date, tx: Transaction) -> None:
    before = await books.payments.of(party_id, tx)
    after = without_dormant(before, today) if before else None
    if before and after and after is not before:
        await save_payments(books, [(before, after)], author=BY_ITSELF, tx=tx)
