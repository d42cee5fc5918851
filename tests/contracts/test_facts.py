"""Example, schema and class of every fact say the same; the envelope survives the wire."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from kontor_contracts.catalogue import all_events
from kontor_contracts.envelope import Envelope, NotAnEventError, read_envelope, read_event
from kontor_contracts.event import Event
from kontor_contracts.schema import schema_files
from kontor_contracts.topic_map import topic_map
from kontor_contracts.topics import ALL, CUSTOMERS_PARTY

CONTRACTS = Path(__file__).parents[2] / "contracts"
EVENTS = [pytest.param(event, id=event.type) for event in all_events()]


def _path(event: type[Event]) -> str:
    return f"{event.topic.name}/{event.type}.json"


def _example(event: type[Event]) -> dict[str, object]:
    text = (CONTRACTS / "examples" / _path(event)).read_text(encoding="utf-8")
    return dict(json.loads(text))


@pytest.mark.parametrize("event", EVENTS)
def test_the_example_passes_through_its_class_unchanged(event: type[Event]) -> None:
    example = _example(event)
    assert json.loads(event.model_validate(example).model_dump_json()) == example


@pytest.mark.parametrize("event", EVENTS)
def test_the_example_satisfies_the_published_schema(event: type[Event]) -> None:
    schema = json.loads((CONTRACTS / "schemas" / _path(event)).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert list(Draft202012Validator(schema).iter_errors(_example(event))) == []


def test_the_published_schemas_are_those_of_the_classes() -> None:
    folder = CONTRACTS / "schemas"
    kept = {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in folder.rglob("*.json")
    }
    assert kept == schema_files(), "run `make describe`"


@pytest.mark.parametrize("event", EVENTS)
def test_a_field_of_a_newer_producer_is_ignored(event: type[Event]) -> None:
    newer = _example(event) | {"invented_later": True}
    assert read_event(event.topic, event.type, json.dumps(newer).encode()) is not None


@pytest.mark.parametrize("event", EVENTS)
def test_every_fact_says_when_it_is_sent(event: type[Event]) -> None:
    assert event.__doc__
    assert event.__doc__ != Event.__doc__


def test_every_topic_names_its_consumers_and_carries_facts() -> None:
    assert [topic.name for topic in ALL if not topic.events or not topic.description] == []


def test_state_topics_are_keyed_by_aggregate() -> None:
    for event in all_events():
        if event.topic.compacted:
            fact = event.model_validate(_example(event))
            assert fact.key == fact.subject


def test_an_envelope_comes_back_from_its_headers() -> None:
    envelope = Envelope(
        id="1",
        type="party-changed",
        source="kontor/customers",
        subject="2",
        time=datetime(2026, 11, 2, 7, tzinfo=UTC),
        traceparent="00-" + "a" * 32 + "-" + "b" * 16 + "-01",
    )
    assert read_envelope(envelope.headers()) == envelope


def test_what_lacks_an_attribute_is_no_event() -> None:
    with pytest.raises(NotAnEventError, match="ce_id"):
        read_envelope([("ce_type", b"party-changed")])


def test_every_wrong_field_of_a_body_is_named() -> None:
    body = b'{"party": {"name": 7, "currency": "euro"}}'
    with pytest.raises(NotAnEventError, match=r"party\.version.*party\.currency"):
        read_event(CUSTOMERS_PARTY, "party-changed", body)


def test_the_topic_map_of_the_architecture_page_is_that_of_the_declarations() -> None:
    page = (CONTRACTS.parent / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert topic_map() in page, "run `make describe`"
