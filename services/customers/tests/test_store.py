"""The collections on a real MongoDB: versions, numbers, references, search."""

import asyncio
from uuid import UUID, uuid4

import pytest
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.party import Lifecycle, Party
from kontor_contracts.errors import StaleVersionError
from kontor_customers.app import Parts
from kontor_customers.model.finding import PartyQuery, Position, Sort
from kontor_customers.model.numbers import Numbering
from kontor_customers.model.party import next_version
from kontor_customers.store.finder import position_of
from kontor_customers.testing.records import (
    a_mandate,
    a_party,
    an_account,
    an_invoiceable_party,
    payment_with,
)

NUMBERING = Numbering("K-{number:06}")


async def stored(parts: Parts, *parties: Party) -> None:
    async def work(tx: Transaction) -> None:
        await parts.books.parties.save_all([(None, party) for party in parties], tx)

    await parts.transactions.run(work)


async def test_a_party_reads_back_as_it_was_saved(parts: Parts) -> None:
    party = an_invoiceable_party(minimum_invoice="12.50", tags=["vip"], payer_id=uuid4())
    await stored(parts, party)
    assert await parts.books.parties.get(party.id) == party


async def test_a_save_from_an_old_version_is_refused_with_the_others_rolled_back(
    parts: Parts,
) -> None:
    first, second = a_party(), a_party()
    await stored(parts, first, second)

    async def save(*changes: tuple[Party, Party]) -> None:
        async def work(tx: Transaction) -> None:
            await parts.books.parties.save_all(list(changes), tx)

        await parts.transactions.run(work)

    newer = next_version(second)
    await save((second, newer))
    with pytest.raises(StaleVersionError):
        await save((first, next_version(first)), (second, next_version(second)))
    assert await parts.books.parties.get(first.id) == first
    assert await parts.books.parties.get(second.id) == newer


async def test_numbers_taken_in_parallel_differ(parts: Parts) -> None:
    numbers = parts.books.account_numbers
    taken = await asyncio.gather(*(numbers.take(NUMBERING) for _ in range(100)))
    assert len(set(taken)) == 100


async def test_numbers_jump_forward_and_never_back(parts: Parts) -> None:
    numbers = parts.books.account_numbers
    await numbers.jump_past(["K-000900", "K-000010", "OLD-5000"], NUMBERING)
    assert await numbers.take(NUMBERING) == "K-000901"
    await numbers.jump_past(["K-000100"], NUMBERING)
    assert await numbers.take(NUMBERING) == "K-000902"


async def test_a_second_start_does_not_count_anew(parts: Parts) -> None:
    await parts.books.account_numbers.take(NUMBERING)
    await parts.books.account_numbers.ensure()
    assert await parts.books.account_numbers.take(NUMBERING) == "K-000002"


async def test_a_reference_stays_taken_when_its_mandate_is_gone(parts: Parts) -> None:
    details = payment_with(accounts=[an_account()], mandates=[a_mandate(reference="Umr-1")])
    emptied = details.model_copy(update={"version": 2, "mandates": (), "accounts": ()})

    async def work(tx: Transaction) -> dict[str, UUID]:
        before = details.model_copy(update={"version": 0, "mandates": ()})
        await parts.books.payments.save_all([(before, details)], tx)
        await parts.books.payments.save_all([(details, emptied)], tx)
        return await parts.books.payments.owners(["sepa umr-1"], tx)

    owners = await parts.transactions.run(work)
    assert owners == {"sepa umr-1": details.mandates[0].id}
    assert await parts.books.payments.of(details.party_id) == emptied


@pytest.mark.parametrize("typed", ["", "kra", "KRANZ gla", "glas kranz", "(", ".*", "k-"])
async def test_whatever_is_typed_is_searched_for_as_it_is(parts: Parts, typed: str) -> None:
    party = a_party(name="Glaserei Kranz")
    await stored(parts, party, a_party(name="Zeppelin", lifecycle=Lifecycle.PROSPECT))
    query = PartyQuery(q=typed, lifecycle=Lifecycle.CUSTOMER)
    found = await parts.books.finder.page(query, after=None, limit=10)
    assert found == [party]


@pytest.mark.parametrize("sort", list(Sort))
async def test_parties_of_one_name_are_all_listed(parts: Parts, sort: Sort) -> None:
    parties = [a_party(name="Müller") for _ in range(5)]
    await stored(parts, *parties)
    query = PartyQuery(q="mull", sort=sort)
    seen: list[Party] = []
    after: Position | None = None
    while page := await parts.books.finder.page(query, after=after, limit=2):
        seen += page
        after = position_of(page[-1], sort)
    assert {party.id for party in seen} == {party.id for party in parties}
    assert len(seen) == 5
