"""What nobody can understand or use stops alone; everything else goes on."""

import asyncio
from collections.abc import AsyncIterator, Callable
from uuid import uuid4

import pytest
from kontor_chassis.settings import ServiceSettings
from kontor_chassis.testing import Publish
from kontor_cli.client.delivery_answers import DeliveryRow
from kontor_contracts.billing.invoice import InvoiceGenerated, Totals
from kontor_contracts.customers.party import CustomerRegistered
from kontor_contracts.topic import Topic
from kontor_contracts.topics import BILLING_INVOICE, CUSTOMERS_PARTY
from kontor_delivery.testing.facts import GROSS, NET, VAT, a_fact, a_recipient
from kontor_local.kafka import bootstrap
from kontor_local.testing import eventually
from kontor_local.testing.everything import Everything
from kontor_local.testing.faults.month import Month
from kontor_local.testing.faults.records import Records

Months = Callable[[int], Month]
TOPICS = (BILLING_INVOICE, CUSTOMERS_PARTY)
KNOWN_TYPE = {BILLING_INVOICE: InvoiceGenerated.type, CUSTOMERS_PARTY: CustomerRegistered.type}


@pytest.fixture
def settings(whole: Everything) -> ServiceSettings:
    """Where `publish` and `publish_raw` send to."""
    return ServiceSettings(kafka_bootstrap=bootstrap(whole.installation.ports))


@pytest.fixture
async def parked_for_now(records: Records) -> AsyncIterator[None]:
    """Other tests must find nothing parked."""
    yield
    await records.forget_parked()


def headers(kind: str) -> list[tuple[str, bytes]]:
    return [
        ("ce_id", uuid4().hex.encode()),
        ("ce_type", kind.encode()),
        ("ce_source", b"somewhere"),
        ("ce_time", b"2026-11-02T09:00:00+00:00"),
    ]


async def publish_what_nobody_understands(topic: Topic, publish_raw: Publish) -> None:
    await publish_raw(topic, b"no-json", headers(KNOWN_TYPE[topic]), b"not { json")
    await publish_raw(topic, b"no-fields", headers(KNOWN_TYPE[topic]), b"{}")
    await publish_raw(topic, b"no-headers", [], b"{}")
    await publish_raw(topic, b"unknown-type", headers("sheep-counted"), b'{"sheep": 7}')


@pytest.mark.usefixtures("parked_for_now")
async def test_messages_that_nobody_understands_are_parked_and_all_others_handled(
    records: Records, month_of: Months, publish_raw: Publish
) -> None:
    for topic in TOPICS:
        await publish_what_nobody_understands(topic, publish_raw)

    month = month_of(5)
    assert month.disagreements(await asyncio.to_thread(month.go)) == []

    expected = {
        (group, topic.name, key)
        for topic in TOPICS
        for group in topic.consumers
        for key in ("no-json", "no-fields", "no-headers")
    }

    async def all_are_parked() -> bool:
        assert await records.parked() == expected
        return True

    await eventually(all_are_parked)


async def test_an_invoice_that_breaks_the_e_invoice_rules_stops_alone_and_asks_for_a_person(
    whole: Everything, month_of: Months, publish: Publish
) -> None:
    too_much = Totals(net=NET, vat=VAT, gross=GROSS + 1, payable=GROSS + 1)
    run_id, number = uuid4(), "2026-900001"
    wrong = a_fact(a_recipient(), run_id=run_id, number=number, totals=too_much)
    await publish(wrong)

    month = month_of(5)
    assert month.disagreements(await asyncio.to_thread(month.go)) == []

    def failed() -> dict[str, DeliveryRow]:
        found = whole.kontor.delivery.deliveries(run_id)
        return {one.channel: one for one in found if one.state == "failed"}

    await eventually(lambda: set(failed()) == {"document", "email"})
    rows = failed()
    assert "BR-CO-" in rows["document"].reason
    assert rows["email"].invoice_number == number

    def actions() -> list[str]:
        found = whole.kontor.actions("open")
        return [one.title for one in found if one.invoice_id == wrong.invoice.id]

    [title] = await eventually(actions)
    assert number in title
