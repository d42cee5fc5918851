"""The collections on a real MongoDB: versions, numbers, references, search."""

import asyncio
from itertools import product
from uuid import UUID, uuid4

import pytest
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.party import Lifecycle, Party
from kontor_contracts.errors import StaleVersionError
from kontor_customers.app import Parts
from kontor_customers.model.finding import PartyQuery, Position, Sort
from kontor_customers.model.numbers import Numbering
from kontor_customers.model.party import next_version
from kontor_customers.store.finder import Finder, having_line, having_part, position_of
from kontor_customers.store.parties import BY_LINE, BY_PART
from kontor_customers.testing.records import (
    FRENCH_IBAN,
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


TYPED = [
    "gru", "nkranz", "gruenk", "z", "gl", "kranz glas", "98", "030 99", "2606", "606", "136695",
    "k-", "ita", "fr14", "zz",
]  # fmt: skip


async def test_rare_and_common_words_find_the_same_in_the_same_order(parts: Parts) -> None:
    rita = {"name": "Rita", "email": "r@post.example", "phones": ["+49 30 998877"]}
    kranz = a_party(name="Glaserei Grünkranz", vat_id="DE136695976", contacts=[rita])
    others = [a_party(name=name) for name in ("Glas Kranz", "Zeppelin", "Gruber 98", "K 2606 FR14")]
    await stored(parts, kranz, *others)
    payment = payment_with(party_id=kranz.id, accounts=[an_account(iban=FRENCH_IBAN)])

    async def work(tx: Transaction) -> None:
        await parts.books.parties.find_by_ibans([payment], tx)

    await parts.transactions.run(work)
    looking_up, reading = (Finder(parts.database, few=few) for few in (1000, 1))
    for typed, sort in product(TYPED, (Sort.NAME, Sort.NAME_DOWN, Sort.NUMBER)):
        query = PartyQuery(q=typed, sort=sort)
        found = await looking_up.page(query, after=None, limit=10)
        assert found == await reading.page(query, after=None, limit=10), typed
        behind = position_of(found[0], sort) if found else None
        assert (await reading.page(query, after=behind, limit=10)) == found[1 if found else 0 :]


@pytest.mark.parametrize("word", ["kra", "2606", "030", "z"])
async def test_no_more_of_an_index_is_read_than_the_word_asks_for(parts: Parts, word: str) -> None:
    await stored(parts, *(a_party(name=f"Kranz {number}") for number in range(40)))
    found = parts.database["parties"].find(having_part(word)).hint(BY_PART)
    stats = (await found.explain())["executionStats"]
    assert stats["totalKeysExamined"] <= stats["nReturned"] * 2 + 3
    wanted = {**having_line("kra"), "sort_name": {"$gte": ""}}
    in_order = parts.database["parties"].find(wanted).hint(BY_LINE).sort(("sort_name", "_id"))
    stats = (await in_order.limit(10).explain())["executionStats"]
    assert (stats["totalKeysExamined"], stats["totalDocsExamined"]) == (10, 10)


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
