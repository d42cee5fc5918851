"""A change and its facts stand or fall together, and the relay publishes them in order."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from kontor_chassis import outbox
from kontor_chassis.leases import Leases
from kontor_chassis.mongo import Client, Database
from kontor_chassis.relay import BATCH, Relay
from kontor_chassis.settings import ServiceSettings
from kontor_chassis.testing import in_background
from kontor_chassis.transaction import Transaction, Transactions
from kontor_contracts.customers.party import CustomerRegistered, Lifecycle, Party, PartyChanged
from kontor_contracts.event import Event
from kontor_contracts.topics import CUSTOMERS_PARTY
from kontor_local.testing import eventually

PublishedOn = Callable[[object], Awaitable[list[Event]]]


@pytest.fixture
def relay(client: Client, store_database: Database, settings: ServiceSettings) -> Relay:
    return Relay(client, store_database, settings)


def a_change(version: int, party_id: UUID) -> PartyChanged:
    party = Party(
        id=party_id, version=version, number="K-1", lifecycle=Lifecycle.CUSTOMER, name="Muster"
    )
    return PartyChanged(party=party)


async def _empty(database: Database) -> bool:
    return await outbox.unpublished(database) == 0


async def test_a_failed_change_publishes_nothing(
    transactions: Transactions, store_database: Database
) -> None:
    async def work(tx: Transaction) -> None:
        tx.publish(a_change(1, uuid4()))
        await store_database["things"].insert_one({"_id": 1}, session=tx.session)
        raise RuntimeError("the power went out")

    with pytest.raises(RuntimeError):
        await transactions.run(work)
    assert await outbox.unpublished(store_database) == 0
    assert await store_database["things"].count_documents({}) == 0


async def test_a_fact_reaches_kafka_once_and_leaves_the_outbox(
    transactions: Transactions, store_database: Database, relay: Relay, published_on: PublishedOn
) -> None:
    party_id = uuid4()

    async def work(tx: Transaction) -> None:
        tx.publish(a_change(1, party_id))

    await transactions.run(work)
    async with in_background(relay.run):
        await eventually(lambda: _empty(store_database))
    facts = [event for event in await published_on(CUSTOMERS_PARTY) if event.key == str(party_id)]
    assert facts == [a_change(1, party_id)]


async def test_versions_are_published_in_order_even_when_ids_were_made_out_of_order(
    transactions: Transactions, store_database: Database, relay: Relay, published_on: PublishedOn
) -> None:
    """Two machines whose clocks differ: the later version carries the smaller id, batches apart."""
    party_id = uuid4()

    async def newer_first(tx: Transaction) -> None:
        tx.publish(a_change(2, party_id))
        tx.publish(*[a_change(1, uuid4()) for _ in range(BATCH)])
        tx.publish(a_change(1, party_id))

    await transactions.run(newer_first)
    async with in_background(relay.run):
        await eventually(lambda: _empty(store_database))
    facts = [event for event in await published_on(CUSTOMERS_PARTY) if event.key == str(party_id)]
    assert [event.order for event in facts] == [1, 2]


async def test_a_relay_without_the_lease_publishes_nothing(
    transactions: Transactions, store_database: Database, relay: Relay
) -> None:
    async def work(tx: Transaction) -> None:
        tx.publish(a_change(1, uuid4()))

    other = Leases(store_database)
    assert await other.take("relay", timedelta(minutes=10))
    await transactions.run(work)
    async with in_background(relay.run):
        with pytest.raises(AssertionError):
            await eventually(lambda: _empty(store_database), timeout=1)
        await other.give_back("relay")
        await eventually(lambda: _empty(store_database))


async def test_entries_of_one_cause_are_counted_by_their_tag(
    transactions: Transactions, store_database: Database
) -> None:
    async def work(tx: Transaction) -> None:
        tx.publish(a_change(1, uuid4()), tag="import-7")
        tx.publish(a_change(1, uuid4()))

    await transactions.run(work)
    assert await outbox.unpublished(store_database, "import-7") == 1
    assert await outbox.unpublished(store_database) == 2


def test_every_customer_event_is_a_fact_of_its_topic() -> None:
    assert CUSTOMERS_PARTY.events["customer-registered"] is CustomerRegistered
