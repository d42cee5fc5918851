"""Changes of IBANs that are held back: look at, confirm, withdraw, and use when their day comes."""

from uuid import UUID

from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.bank_account import IbanChangeState
from kontor_contracts.errors import NotFoundError

from kontor_customers.model.history import Author
from kontor_customers.model.iban_guard import (
    AccountChange,
    applied,
    require_confirmable,
    require_waiting,
    settled_as,
)
from kontor_customers.usecases.books import Books, save_account_changes, save_payments
from kontor_customers.usecases.parties import known_party


async def listed(books: Books, party_id: UUID) -> list[AccountChange]:
    """Every change of an IBAN at the party, the latest first."""
    await known_party(books, party_id)
    return await books.account_changes.of(party_id)


async def confirm(
    books: Books, party_id: UUID, change_id: UUID, *, author: Author
) -> AccountChange:
    """The second person agrees: from now on the new IBAN is used."""

    async def work(tx: Transaction) -> AccountChange:
        change = await _known(books, party_id, change_id, tx)
        require_confirmable(change, author)
        return await apply(books, change, author=author, tx=tx)

    return await books.transactions.run(work)


async def withdraw(
    books: Books, party_id: UUID, change_id: UUID, *, author: Author
) -> AccountChange:
    """The change does not happen; the account keeps the IBAN that it has."""

    async def work(tx: Transaction) -> AccountChange:
        change = await _known(books, party_id, change_id, tx)
        require_waiting(change)
        withdrawn = settled_as(change, IbanChangeState.WITHDRAWN)
        await save_account_changes(books, [withdrawn], author=author, tx=tx)
        return withdrawn

    return await books.transactions.run(work)


async def apply(
    books: Books, change: AccountChange, *, author: Author, tx: Transaction
) -> AccountChange:
    """Give the account its new IBAN, in the caller's transaction."""
    before = await books.payments.of(change.party_id, tx)
    if before is None:
        raise NotFoundError("the party has no payment details any more")
    after, settled = applied(before, change, confirmed_by=author.name)
    await save_account_changes(books, [settled], author=author, tx=tx)
    await save_payments(books, [(before, after)], author=author, tx=tx)
    return settled


async def _known(books: Books, party_id: UUID, change_id: UUID, tx: Transaction) -> AccountChange:
    change = await books.account_changes.get(change_id, tx)
    if change is None or change.party_id != party_id:
        raise NotFoundError("the party has no such change of an IBAN")
    return change
