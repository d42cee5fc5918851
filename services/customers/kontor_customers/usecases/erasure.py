"""Erasing the personal data of a party that was never invoiced."""

from uuid import UUID

from kontor_chassis.clock import now
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.party import Party, PartyErased
from kontor_contracts.customers.payment import PaymentDetails, PaymentDetailsChanged
from kontor_contracts.topics import CUSTOMERS_PARTY

from kontor_customers.model.erasure import Erased, erased
from kontor_customers.model.history import Author
from kontor_customers.model.portal import shut_out
from kontor_customers.model.versions import require_version
from kontor_customers.usecases.books import Books
from kontor_customers.usecases.parties import known_party


async def erase(books: Books, party_id: UUID, *, seen: int | None, author: Author) -> Erased:
    """Remove the party, its payment details and notes; its history keeps who and when alone.

    HasFoldersError while billing knows folders of it.
    """

    async def work(tx: Transaction) -> Erased:
        party = await known_party(books, party_id, tx)
        require_version(seen, party.version)
        folders = await books.folders.count_of(party_id, tx)
        left = erased(party, folders=folders, author=author, at=now())
        await _remove(books, party, tx)
        await books.erased.add(left, tx)
        tx.bury(PartyErased(party_id=party_id, version=left.version))
        return left

    return await books.transactions.run(work)


async def _remove(books: Books, party: Party, tx: Transaction) -> None:
    party_id = party.id
    payment = await books.payments.of(party_id, tx)
    if payment:
        empty = PaymentDetails(party_id=party_id, version=payment.version + 1)
        tx.bury(PaymentDetailsChanged(payment=empty))
    tx.forget(CUSTOMERS_PARTY, *map(str, await _told_apart(books, party_id, tx)))
    await books.parties.remove(party_id, tx)
    await books.sessions.end_all(shut_out(party, None), tx)
    await books.portal_accounts.remove_all([one.id for one in party.contacts], tx)
    await books.payments.remove(party_id, tx)
    await books.account_changes.remove_of(party_id, tx)
    await books.notes.remove_of(party_id, tx)
    await books.history.forget(str(party_id), tx)


async def _told_apart(books: Books, party_id: UUID, tx: Transaction) -> set[UUID]:
    """Accounts and mandates of which facts stand under keys of their own: changed, expiring."""
    mandates = await books.payments.mandates_ever_of(party_id, tx)
    return mandates | await books.account_changes.accounts_of(party_id, tx)
