"""Records that an earlier release stored, given the fields that are looked up today."""

import asyncio
from functools import partial

from kontor_chassis.logs import log
from kontor_chassis.transaction import Transaction

from kontor_customers.usecases.books import Books

BATCH = 500


async def migrate(books: Books, stopping: asyncio.Event) -> None:
    """Complete what lacks something; again, or by two at once, it changes nothing."""
    for step in (partial(_parties, books), partial(_payments, books)):
        while not stopping.is_set() and (count := await step()):
            log.info("records-migrated", count=count)


async def _payments(books: Books) -> int:
    return await books.payments.complete(BATCH)


async def _parties(books: Books) -> int:
    """Who gives a party an IBAN meanwhile writes to it too: one of both reads anew."""

    async def work(tx: Transaction) -> int:
        parties = await books.parties.incomplete(BATCH, tx)
        payments = await books.payments.of_all([party.id for party in parties], tx)
        await books.parties.complete(parties, payments, tx)
        return len(parties)

    return await books.transactions.run(work)
