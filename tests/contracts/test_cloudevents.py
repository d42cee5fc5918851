"""Our messages on Kafka, read by others: the CloudEvents library, and the documents alone."""

import json
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, ConsumerRecord
from cloudevents.core.base import BaseCloudEvent
from cloudevents.core.bindings.kafka import KafkaMessage, from_binary
from cloudevents.core.formats.json import JSONFormat
from jsonschema import Draft202012Validator
from kontor_chassis.mongo import Client, Database
from kontor_chassis.relay import Relay
from kontor_chassis.settings import ServiceSettings
from kontor_chassis.testing import in_background
from kontor_chassis.transaction import Transaction, Transactions
from kontor_contracts.catalogue import all_events
from kontor_contracts.envelope import read_event
from kontor_contracts.event import Event
from kontor_contracts.topics import BILLING_INVOICE
from kontor_local.testing import eventually
from pydantic import BaseModel
from pydantic_core import to_jsonable_python

CONTRACTS = Path(__file__).parents[2] / "contracts"
DOCUMENT = json.loads((CONTRACTS / "asyncapi.json").read_text(encoding="utf-8"))
Record = ConsumerRecord[bytes, bytes]


def _example(event: type[Event]) -> object:
    file = CONTRACTS / "examples" / event.topic.name / f"{event.type}.json"
    return json.loads(file.read_text(encoding="utf-8"))


def _schema_of(topic: str, fact: str) -> Draft202012Validator | None:
    """By the AsyncAPI document alone; None for a fact that it does not know."""
    message = DOCUMENT["channels"][topic]["messages"].get(fact)
    if message is None:
        return None
    file = CONTRACTS / message["payload"]["schema"]["$ref"]
    return Draft202012Validator(json.loads(file.read_text(encoding="utf-8")))


def _read(record: Record) -> BaseCloudEvent:
    message = KafkaMessage(dict(record.headers), record.key, record.value or b"")
    return from_binary(message, JSONFormat())


async def _all_of(settings: ServiceSettings, topics: set[str], count: int) -> list[Record]:
    names = [settings.topic_prefix + topic for topic in topics]
    consumer = AIOKafkaConsumer(
        *names, bootstrap_servers=settings.kafka_bootstrap, auto_offset_reset="earliest"
    )
    found: list[Record] = []

    async def enough() -> bool:
        for records in (await consumer.getmany(timeout_ms=200)).values():
            found.extend(records)
        return len(found) >= count

    async with consumer:
        await eventually(enough, timeout=60)
    return found


async def test_a_consumer_written_from_the_documents_alone_reads_every_fact(
    client: Client, settings: ServiceSettings, transactions: Transactions, store_database: Database
) -> None:
    facts = [event.model_validate(_example(event)) for event in all_events()]

    async def work(tx: Transaction) -> None:
        for fact in facts:
            tx.publish(fact)

    await transactions.run(work)
    async with in_background(Relay(client, store_database, settings).run):
        records = await _all_of(settings, set(DOCUMENT["channels"]), len(facts))
    read = [(record.topic.removeprefix(settings.topic_prefix), _read(record)) for record in records]
    for topic, event in read:
        schema = _schema_of(topic, event.get_type())
        assert schema is not None
        assert list(schema.iter_errors(event.get_data())) == []
        assert (event.get_specversion(), event.get_source()) == ("1.0", "kontor/test")
        assert event.get_datacontenttype() == "application/json"
    assert sorted(event.get_type() for _, event in read) == sorted(fact.type for fact in facts)
    assert len({event.get_id() for _, event in read}) == len(facts)


def _newer(value: object) -> object:
    """As JSON, with a field more in every object, however deep; maps stay as they are."""
    if isinstance(value, BaseModel):
        fields = {name: _newer(getattr(value, name)) for name in type(value).model_fields}
        return fields | {"invented_later": {"x": 1}}
    if isinstance(value, tuple | list):
        return [_newer(one) for one in value]
    if isinstance(value, dict):
        return {str(name): _newer(one) for name, one in value.items()}
    return to_jsonable_python(value, bytes_mode="base64")


@pytest.mark.parametrize("event", [pytest.param(event, id=event.type) for event in all_events()])
def test_fields_of_a_newer_producer_are_passed_over_at_every_depth(event: type[Event]) -> None:
    fact = event.model_validate(_example(event))
    newer = json.dumps(_newer(fact))
    assert newer.count("invented_later") >= 1
    assert read_event(event.topic, event.type, newer.encode()) == fact


def test_a_type_of_a_newer_producer_is_passed_over() -> None:
    assert read_event(BILLING_INVOICE, "invoice-framed", b"{}") is None
