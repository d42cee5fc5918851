"""What is made from the declarations is checked in as it would be made now, and others read it."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator
from kontor_contracts.asyncapi import asyncapi
from kontor_contracts.catalogue import all_events
from kontor_contracts.catalogue_page import catalogue_page
from kontor_contracts.topics import ALL

ROOT = Path(__file__).parents[2]
CONTRACTS = ROOT / "contracts"
STALE = "run `make describe`"
#: The AsyncAPI initiative's own schema of its documents (@asyncapi/specs 6.11.1, Apache-2.0).
THEIRS = Path(__file__).parent / "asyncapi" / "3.0.0.json"


@pytest.fixture(scope="module")
def document() -> dict[str, dict[str, dict[str, object]]]:
    return dict(json.loads((CONTRACTS / "asyncapi.json").read_text(encoding="utf-8")))


def test_the_catalogue_is_that_of_the_declarations() -> None:
    page = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
    assert page == catalogue_page(), STALE


def test_the_asyncapi_document_is_that_of_the_declarations() -> None:
    kept = (CONTRACTS / "asyncapi.json").read_text(encoding="utf-8")
    assert kept == asyncapi(CONTRACTS / "examples"), STALE


def test_the_asyncapi_document_is_valid_by_the_initiatives_own_schema(
    document: dict[str, dict[str, dict[str, object]]],
) -> None:
    judge = Draft7Validator(json.loads(THEIRS.read_text(encoding="utf-8")))
    assert [error.message for error in judge.iter_errors(document)] == []
    nonsense = document | {"channels": {"x": {"address": 7}}}
    assert not judge.is_valid(nonsense)


def test_every_fact_is_on_its_channel_with_schema_and_example(
    document: dict[str, dict[str, dict[str, object]]],
) -> None:
    told = {
        (topic, fact)
        for topic, channel in document["channels"].items()
        for fact in json.loads(json.dumps(channel["messages"]))
    }
    assert told == {(event.topic.name, event.type) for event in all_events()}
    schemas = {str(path.relative_to(CONTRACTS)) for path in CONTRACTS.glob("schemas/*/*.json")}
    assert schemas == {f"schemas/{topic}/{fact}.json" for topic, fact in told}


def test_every_topic_names_who_writes_and_who_reads(
    document: dict[str, dict[str, dict[str, object]]],
) -> None:
    operations = document["operations"].values()
    assert [one["action"] for one in operations].count("send") == len(ALL)
    readers = sum(len(topic.consumers) for topic in ALL)
    assert [one["action"] for one in operations].count("receive") == readers
