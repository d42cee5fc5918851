"""Files of the bank: each entry is taken once, however often and in whatever order files come."""

import asyncio
from functools import partial

from kontor_chassis.transaction import Transaction

from kontor_billing.gateways.bank_xml import read_returns
from kontor_billing.model.bank_entries import BankEntry, EntryState, Return, matched, returned
from kontor_billing.model.collections import CollectionState, TrackedCollection
from kontor_billing.model.receivable import paid
from kontor_billing.usecases.attempts import add_attempt
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.mandate_uses import note_returned
from kontor_billing.usecases.receivables import change


async def take_bank_file(billing: Billing, content: bytes) -> list[BankEntry]:
    """What became of every entry. All is read before any is taken: a bad file changes nothing.

    Each entry is its own transaction: killed half-way, the same file again takes the rest.
    """
    entries = await asyncio.to_thread(read_returns, content)
    return [await _take(billing, entry) for entry in entries]


async def _take(billing: Billing, entry: Return) -> BankEntry:
    async def work(tx: Transaction) -> BankEntry:
        if known := await billing.bank_entries.get(entry.key, tx):
            return known
        reference = entry.reference
        collection = await billing.collections.by_reference(reference, tx) if reference else None
        result = matched(entry, collection)
        await billing.bank_entries.add(result, tx)
        if result.state is EntryState.MATCHED and collection:
            await give_back(billing, entry, collection, tx)
        return result

    return await billing.transactions.run(work)


async def give_back(
    billing: Billing, entry: Return, collection: TrackedCollection, tx: Transaction
) -> None:
    """A debit that has settled takes its money out of the invoice again.

    What needs no person is asked for once more by the next debit run.
    """
    fact = returned(entry, collection, await billing.collections.before(collection, tx))
    await billing.collections.give_back(fact, tx)
    await note_returned(billing, collection, fact, tx)
    if collection.state is CollectionState.COLLECTED:
        lost = partial(paid, amount=-collection.amount)
        await change(billing, collection.invoice_id, lost, tx)
    if not fact.needs_person:
        back = {"state": CollectionState(fact.kind), "code": fact.code}
        await add_attempt(billing, collection.model_copy(update=back), tx)
    tx.publish(fact)


async def unmatched(billing: Billing, *, after: str, limit: int) -> list[BankEntry]:
    return await billing.bank_entries.unmatched(after=after, limit=limit)
