"""What waits in a service is measured, and Prometheus' own parser reads it."""

from collections.abc import Callable, Sequence
from uuid import uuid4

import httpx
from kontor_chassis.consumer import Consumer
from kontor_chassis.http import create_app
from kontor_chassis.measuring import Measuring
from kontor_chassis.mongo import Database
from kontor_chassis.settings import ServiceSettings
from kontor_chassis.testing import Publish, in_background
from kontor_chassis.transaction import Transaction, Transactions
from kontor_contracts.customers.party import CustomerRegistered, Lifecycle, Party
from kontor_contracts.errors import DomainError
from kontor_contracts.topics import CUSTOMERS_PARTY
from kontor_local.testing import eventually
from prometheus_client.parser import text_string_to_metric_families

GROUP, TOPIC = "tasks", CUSTOMERS_PARTY.name


def a_registration(number: str = "K-1") -> CustomerRegistered:
    return CustomerRegistered(
        party=Party(
            id=uuid4(), version=1, number=number, lifecycle=Lifecycle.CUSTOMER, name="Muster"
        )
    )


async def shown(name: str, **labels: str) -> float | None:
    """The value at `/metrics`."""
    transport = httpx.ASGITransport(create_app("test"))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        text = (await client.get("/metrics")).text
    families = text_string_to_metric_families(text)
    found = [one for family in families for one in family.samples if one.name == name]
    return next((one.value for one in found if one.labels == labels), None)


async def test_facts_that_wait_for_the_relay_are_counted_and_the_oldest_grows_older(
    settings: ServiceSettings, transactions: Transactions, store_database: Database
) -> None:
    measuring = Measuring(settings, store_database, service="tasks")
    await measuring.outbox()
    assert await shown("kontor_outbox_age_seconds", service="tasks") == 0

    async def work(tx: Transaction) -> None:
        tx.publish(a_registration(), a_registration())

    await transactions.run(work)
    await measuring.outbox()
    assert await shown("kontor_outbox_facts", service="tasks") == 2
    assert (await shown("kontor_outbox_age_seconds", service="tasks") or 0) > 0


async def test_the_lag_of_a_group_and_what_it_parked_are_shown_until_they_are_gone(
    settings: ServiceSettings,
    transactions: Transactions,
    store_database: Database,
    publish: Publish,
) -> None:
    measuring = Measuring(settings, store_database, service="tasks")
    consumer = Consumer(settings, transactions, store_database)

    @consumer.topic(CUSTOMERS_PARTY, group=GROUP).react(CustomerRegistered)
    async def refuse(events: Sequence[CustomerRegistered], _tx: Transaction) -> None:
        if any(one.party.number == "poison" for one in events):
            raise DomainError("cannot be handled")

    await publish(*[a_registration() for _ in range(3)], a_registration("poison"))
    await measuring.lag()
    assert await shown("kontor_consumer_lag", group=GROUP, topic=TOPIC) == 4

    async with in_background(consumer.run):
        await eventually(nothing_unread(measuring))
    await measuring.parked()
    assert await shown("kontor_parked_messages", group=GROUP, topic=TOPIC) == 1
    await store_database["parked"].delete_many({})
    await measuring.parked()
    assert await shown("kontor_parked_messages", group=GROUP, topic=TOPIC) == 0


def nothing_unread(measuring: Measuring) -> Callable[[], object]:
    async def is_so() -> bool:
        await measuring.lag()
        return await shown("kontor_consumer_lag", group=GROUP, topic=TOPIC) == 0

    return is_so
