"""Records as an earlier release stored them are completed once, and lose nothing."""

import asyncio
from functools import partial

from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.party import Party
from kontor_customers.app import Parts
from kontor_customers.model.finding import PartyQuery
from kontor_customers.model.history import BY_ITSELF
from kontor_customers.store.finder import Finder
from kontor_customers.testing.records import TODAY, a_mandate, a_party, an_account, payment_with
from kontor_customers.usecases.books import save_parties, save_payments
from kontor_customers.usecases.migration import migrate

OLD = {"line": "", "search": "", "sort_name": ""}


async def an_old_party(parts: Parts, *, name: str = "Kranz") -> Party:
    """With an IBAN and a mandate, all without the fields of today."""
    party = a_party(name=name)
    payment = payment_with(party_id=party.id, accounts=[an_account()], mandates=[a_mandate()])
    nothing = payment.model_copy(update={"version": 0, "accounts": (), "mandates": ()})

    async def work(tx: Transaction) -> None:
        await save_parties(parts.books, [(None, party)], author=BY_ITSELF, tx=tx)
        await save_payments(parts.books, [(nothing, payment)], author=BY_ITSELF, tx=tx)

    await parts.transactions.run(work)
    await parts.database["parties"].update_one({"_id": party.id}, {"$unset": OLD})
    await parts.database["payments"].update_one({"_id": party.id}, {"$unset": {"expires_on": ""}})
    return party


async def changed(parts: Parts, before: Party, after: Party, tx: Transaction) -> None:
    await save_parties(parts.books, [(before, after)], author=BY_ITSELF, tx=tx)


async def everything(parts: Parts) -> list[object]:
    names = ("parties", "payments", "history", "outbox")
    return [await parts.database[name].find().sort("_id").to_list() for name in names]


async def test_old_records_are_found_again_and_their_mandates_expire(parts: Parts) -> None:
    party = await an_old_party(parts, name="Glas Kranz")
    renamed = party.model_copy(update={"name": "Glaserei Kranz", "version": 2})
    await parts.transactions.run(partial(changed, parts, party, renamed))
    await migrate(parts.books, asyncio.Event())
    for few in (1000, 1):
        for typed in ("kranz", "2013000"):
            page = await Finder(parts.database, few=few).page(
                PartyQuery(q=typed), after=None, limit=5
            )
            assert [one.name for one in page] == ["Glaserei Kranz"], (typed, few)
    far = TODAY.replace(year=TODAY.year + 5)
    assert [len(batch) async for batch in parts.books.payments.expiring_by(far, 5)] == [1]


async def test_a_migration_again_changes_nothing(parts: Parts) -> None:
    await an_old_party(parts)
    await migrate(parts.books, asyncio.Event())
    before = await everything(parts)
    await migrate(parts.books, asyncio.Event())
    assert await everything(parts) == before
