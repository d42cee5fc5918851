"""Who reads a topic is who says so: the declared consumers are the services' subscriptions."""

from collections.abc import Iterator

import kontor_billing.app
import kontor_customers.app
import kontor_delivery.app
import kontor_tasks.app
import kontor_web.app
from kontor_billing.settings import BillingSettings
from kontor_chassis.consumer import Consumer
from kontor_chassis.mongo import Client
from kontor_chassis.settings import ServiceSettings
from kontor_contracts.topics import ALL
from kontor_customers.settings import CustomersSettings
from kontor_delivery import subscribers as of_delivery
from kontor_delivery.settings import DeliverySettings
from kontor_web.settings import WebSettings


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


async def test_the_declared_consumers_of_each_topic_are_its_subscriptions(client: Client) -> None:
    subscribed = {
        (one.topic.name, one.group)
        for consumer in _consumers(client)
        for one in consumer._subscriptions
    }
    assert subscribed == {(topic.name, group) for topic in ALL for group in topic.consumers}
