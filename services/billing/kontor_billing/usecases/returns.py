"""Debits that came back: each once, whatever tells it; what nobody could place, by hand."""

from functools import partial
from uuid import UUID

from kontor_chassis.transaction import Transaction
from kontor_contracts.errors import NotFoundError

from kontor_billing.model.bank_entries import (
    BankEntry,
    EntryState,
    Return,
    assigned,
    dismissed,
    is_reference,
    matched,
    only_fit,
    returned,
    told_unmatched,
)
from kontor_billing.model.collections import CollectionState, TrackedCollection
from kontor_billing.model.receivable import paid
from kontor_billing.usecases.attempts import add_attempt
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.mandate_uses import note_returned
from kontor_billing.usecases.receivables import change


async def take_return(billing: Billing, entry: Return) -> BankEntry:
    async def work(tx: Transaction) -> BankEntry:
        if known := await billing.bank_entries.get(entry.key, tx):
            return known
        collection = await _collection_of(billing, entry, tx)
        result = matched(entry, collection)
        await billing.bank_entries.add(result, tx)
        if result.state is EntryState.MATCHED and collection:
            await give_back(billing, entry, collection, tx)
        if result.state is EntryState.UNMATCHED:
            tx.publish(told_unmatched(result))
        return result

    return await billing.transactions.run(work)


async def _collection_of(
    billing: Billing, entry: Return, tx: Transaction
) -> TrackedCollection | None:
    """By end-to-end id, else `InstrId`; without both by mandate, amount and date, if one fits."""
    for reference in filter(is_reference, (entry.reference, entry.instruction)):
        if found := await billing.collections.by_reference(reference, tx):
            return found
    if is_reference(entry.reference) or not entry.mandate:
        return None
    mandates = await billing.replicas.mandates_named(entry.mandate)
    return only_fit(entry, await billing.collections.of_mandates(mandates, tx))


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


async def page(
    billing: Billing, state: EntryState | None, *, after: str, limit: int
) -> list[BankEntry]:
    return await billing.bank_entries.page(state, after=after, limit=limit)


async def assign(billing: Billing, key: str, collection_id: UUID) -> BankEntry:
    """A person says which debit came back."""

    async def work(tx: Transaction) -> BankEntry:
        entry = await _known(billing, key, tx)
        collection = await billing.collections.get(collection_id, tx)
        if collection is None:
            raise NotFoundError("no such collection")
        result = assigned(entry, collection)
        if result is not entry:
            await billing.bank_entries.save(result, tx)
            await give_back(billing, entry.entry, collection, tx)
        return result

    return await billing.transactions.run(work)


async def dismiss(billing: Billing, key: str, reason: str) -> BankEntry:
    async def work(tx: Transaction) -> BankEntry:
        result = dismissed(await _known(billing, key, tx), reason)
        await billing.bank_entries.save(result, tx)
        return result

    return await billing.transactions.run(work)


async def _known(billing: Billing, key: str, tx: Transaction) -> BankEntry:
    entry = await billing.bank_entries.get(key, tx)
    if entry is None:
        raise NotFoundError("no such entry")
    return entry
