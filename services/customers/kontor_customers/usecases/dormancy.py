"""Mandates that sleep: told before they expire, and then expired."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from kontor_chassis.clock import now
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.payment import PaymentDetails

from kontor_customers.model.history import BY_ITSELF
from kontor_customers.model.mandates import expiring, without_dormant
from kontor_customers.usecases.books import Books, save_payments

BATCH = 200


async def expire_mandates(books: Books, today: date) -> None:
    """Mandates without a collection for 36 months are used no more."""
    async for sleeping in books.payments.expiring_by(today, BATCH):
        for payment in sleeping:
            await books.transactions.run(partial(_expire, books, payment.party_id, today))


async def _expire(books: Books, party_id: UUID, today: date, tx: Transaction) -> None:
    before = await books.payments.of(party_id, tx)
    after = without_dormant(before, today) if before else None
    if before and after and after is not before:
        await save_payments(books, [(before, after)], author=BY_ITSELF, tx=tx)


async def warn_of_expiry(books: Books, today: date, *, days: int) -> None:
    """Tell of the mandates that expire within so many days, of each expiry once."""
    last = today + timedelta(days=days)
    async for sleeping in books.payments.expiring_by(last, BATCH):
        facts = [fact for one in sleeping for fact in expiring(one, today, last, now())]
        if await books.expiry_notices.untold(facts):
            await books.transactions.run(partial(tell_of_expiry, books, sleeping, today, last))


async def tell_of_expiry(
    books: Books, sleeping: Sequence[PaymentDetails], today: date, last: date, tx: Transaction
) -> None:
    """From what holds now: a collection since then has moved the day.

    The details are touched, or an erasure at the same moment would bury the facts before we tell.
    """
    latest = await books.payments.of_all({one.party_id for one in sleeping}, tx)
    facts = [fact for one in latest.values() for fact in expiring(one, today, last, now())]
    untold = await books.expiry_notices.untold(facts, tx)
    if untold:
        await books.payments.touch({one.party_id for one in untold}, tx)
        await books.expiry_notices.add(untold, tx)
        tx.publish(*untold)
