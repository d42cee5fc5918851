"""Our messages on Kafka, read by others: the CloudEvents library, and the documents alone."""

import asyncio
import json
import shutil
import sys
from pathlib import Path

import pytest
from kontor_chassis.mongo import Client, Database
from kontor_chassis.relay import Relay
from kontor_chassis.settings import ServiceSettings
from kontor_chassis.testing import in_background
from kontor_chassis.transaction import Transaction, Transactions
from kontor_contracts.catalogue import all_events
from kontor_contracts.envelope import read_event
from kontor_contracts.event import Event
from kontor_contracts.topics import BILLING_INVOICE
from pydantic import BaseModel
from pydantic_core import to_jsonable_python

CONTRACTS = Path(__file__).parents[2] / "contracts"
STRANGER = Path(__file__).with_name("stranger.py")


def _example(event: type[Event]) -> object:
    file = CONTRACTS / "examples" / event.topic.name / f"{event.type}.json"
    return json.loads(file.read_text(encoding="utf-8"))


async def test_a_consumer_written_from_the_documents_alone_reads_every_fact(
    client: Client,
    settings: ServiceSettings,
    transactions: Transactions,
    store_database: Database,
    tmp_path: Path,
) -> None:
    """It runs where nothing of ours is but the documents, and imports nothing of ours."""
    facts = [event.model_validate(_example(event)) for event in all_events()]

    async def work(tx: Transaction) -> None:
        for fact in facts:
            tx.publish(fact)

    await transactions.run(work)
    shutil.copy(CONTRACTS / "asyncapi.json", tmp_path)
    shutil.copytree(CONTRACTS / "schemas", tmp_path / "schemas")
    async with in_background(Relay(client, store_database, settings).run):
        *told, ours = await _read_by_a_stranger(settings, tmp_path, len(facts))
    assert ours == []
    read = [one for one in told if isinstance(one, dict)]
    prefix = settings.topic_prefix
    assert sorted((one["topic"], one["type"]) for one in read) == sorted(
        (prefix + fact.topic.name, fact.type) for fact in facts
    )
    kinds = {(one["specversion"], one["source"], one["content"], *one["faults"]) for one in read}
    assert kinds == {("1.0", "kontor/test", "application/json")}
    assert len({one["id"] for one in read}) == len(facts)


async def _read_by_a_stranger(
    settings: ServiceSettings, documents: Path, count: int
) -> list[object]:
    words = [settings.kafka_bootstrap, str(documents), str(count), settings.topic_prefix]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-I", str(STRANGER), *words, cwd=documents, stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await process.communicate()
    assert process.returncode == 0
    return [json.loads(line) for line in printed.splitlines()]


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
