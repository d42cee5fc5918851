"""Who reads a topic is who says so: the declared consumers are the services' subscriptions."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import kontor_billing.app
import kontor_customers.app
import kontor_delivery.app
import kontor_tasks.app
import kontor_web.app
import pytest
from kontor_billing.settings import BillingSettings
from kontor_chassis.batch import BatchHandler
from kontor_chassis.consumer import Consumer
from kontor_chassis.message import Message, read
from kontor_chassis.mongo import Client, Database
from kontor_chassis.settings import ServiceSettings
from kontor_chassis.transaction import Transactions
from kontor_contracts.topic import Topic
from kontor_contracts.topics import ALL
from kontor_customers.settings import CustomersSettings
from kontor_delivery import subscribers as of_delivery
from kontor_delivery.settings import DeliverySettings
from kontor_web.settings import WebSettings

EXAMPLES = Path(__file__).parents[2] / "contracts" / "examples"


def _consumers(client: Client) -> Iterator[Consumer]:
    tasks = kontor_tasks.app.parts_of(ServiceSettings(), client)
    yield kontor_tasks.app.reactions(tasks)[0].__self__  # type: ignore[attr-defined]  # its `run`
    billing = kontor_billing.app.parts_of(BillingSettings(), client)
    yield kontor_billing.app.replicas(billing)[0].__self__  # type: ignore[attr-defined]
    yield _of_customers(client)
    delivery = kontor_delivery.app.parts_of(DeliverySettings(), client)
    yield kontor_delivery.app.replicas(delivery)[0].__self__  # type: ignore[attr-defined]
    workers = delivery.consumer()
    of_delivery.subscribe_documents(workers, delivery.means)
    of_delivery.subscribe_mails(workers, delivery.means)
    of_delivery.subscribe_archives(workers, delivery.means)
    of_delivery.subscribe_exports(workers, delivery.means)
    of_delivery.subscribe_webhooks(workers, delivery.means)
    yield workers
    yield kontor_web.app.parts_of(WebSettings(), client).consumer()


def _of_customers(client: Client) -> Consumer:
    parts = kontor_customers.app.parts_of(CustomersSettings(), client)
    consumer = Consumer(parts.settings, parts.transactions, parts.database)
    kontor_customers.app.subscribers.subscribe(consumer, parts.books)
    return consumer


@pytest.mark.parametrize(
    ("group", "topic"),
    [pytest.param(group, one, id=f"{group} {one.name}") for one in ALL for group in one.consumers],
)
async def test_no_group_stumbles_over_a_fact_or_fields_that_it_does_not_know(
    client: Client, transactions: Transactions, store_database: Database, group: str, topic: Topic
) -> None:
    """Of a newer producer: an unknown type goes by unparked, unknown fields are not seen."""
    [subscription] = [
        one
        for consumer in _consumers(client)
        for one in consumer._subscriptions
        if (one.group, one.topic.name) == (group, topic.name)
    ]
    unknown = a_message(topic, "invented-later", b'{"invented": {"later": 1}}')
    gone = replace(unknown, offset=1, key="2", body=None)
    await BatchHandler(subscription, transactions, store_database).handle([unknown, gone])
    assert await store_database["parked"].count_documents({}) == 0
    for event in {**subscription.replicating, **subscription.reacting}:
        text = (EXAMPLES / topic.name / f"{event.type}.json").read_text(encoding="utf-8")
        newer = json.dumps(json.loads(text) | {"invented_later": {"x": 1}}).encode()
        fact = read(a_message(topic, event.type, newer))
        assert fact
        assert fact.event == event.model_validate_json(text)


def a_message(topic: Topic, kind: str, body: bytes) -> Message:
    named = {"specversion": "1.0", "id": "1", "source": "newer", "type": kind}
    named |= {"time": "2026-11-02T09:00:00Z"}
    headers = tuple((f"ce_{name}", value.encode()) for name, value in named.items())
    return Message(topic, 0, 0, "1", headers, body)


async def test_the_declared_consumers_of_each_topic_are_its_subscriptions(client: Client) -> None:
    subscribed = {
        (one.topic.name, one.group)
        for consumer in _consumers(client)
        for one in consumer._subscriptions
    }
    assert subscribed == {(topic.name, group) for topic in ALL for group in topic.consumers}
