"""All topics and facts as one AsyncAPI 3 document, as checked in beside the schemas."""

import json
from pathlib import Path

from kontor_contracts import catalogue
from kontor_contracts.event import Event
from kontor_contracts.topic import Topic
from kontor_contracts.topics import ALL
from kontor_contracts.words import key_of, summary_of, trigger_of

Json = dict[str, object]
BINDING = "0.5.0"
SCHEMA_FORMAT = "application/schema+json;version=draft-2020-12"
DAY_MS = 24 * 60 * 60 * 1000
TEXT: Json = {"type": "string"}


def asyncapi(examples: Path) -> str:
    """The document, as text with a final line break; `examples` is the folder of the examples."""
    assert catalogue.MODULES  # noqa: S101  # importing it defines the facts
    document: Json = {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Kontor's facts",
            "version": "1.0.0",
            "description": "CloudEvents 1.0 in Kafka's binary mode: attributes as `ce_` headers, "
            "the fact as JSON body. Read on over fields, types and codes that you do not know.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": {topic.name: _channel(topic, examples) for topic in ALL},
        "operations": {
            name: operation for topic in ALL for name, operation in _operations(topic).items()
        },
        "components": {"messageTraits": {"cloudevent": _cloudevent()}},
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _channel(topic: Topic, examples: Path) -> Json:
    return {
        "address": topic.name,
        "description": f"{topic.description} Key: {key_of(topic)}.",
        "messages": {
            event.type: _message(event, examples / topic.name) for event in topic.events.values()
        },
        "bindings": {"kafka": _kafka_channel(topic)},
    }


def _kafka_channel(topic: Topic) -> Json:
    kept: Json = {"cleanup.policy": ["compact"]}
    if not topic.compacted:
        kept = {"cleanup.policy": ["delete"], "retention.ms": topic.retention_days * DAY_MS}
    return {
        "partitions": topic.partitions,
        "topicConfiguration": kept,
        "bindingVersion": BINDING,
    }


def _message(event: type[Event], examples: Path) -> Json:
    example = json.loads((examples / f"{event.type}.json").read_text(encoding="utf-8"))
    schema = f"schemas/{event.topic.name}/{event.type}.json"
    return {
        "name": event.type,
        "title": event.__name__,
        "summary": summary_of(event),
        "description": trigger_of(event),
        "payload": {"schemaFormat": SCHEMA_FORMAT, "schema": {"$ref": schema}},
        "traits": [{"$ref": "#/components/messageTraits/cloudevent"}],
        "bindings": {"kafka": {"key": TEXT, "bindingVersion": BINDING}},
        "examples": [{"payload": example}],
    }


def _operations(topic: Topic) -> dict[str, Json]:
    channel = {"$ref": f"#/channels/{topic.name}"}
    sending: Json = {"action": "send", "channel": channel}
    return {_name(topic.producer, "send", topic): sending} | {
        _name(consumer, "receive", topic): {
            "action": "receive",
            "channel": channel,
            "bindings": {
                "kafka": {"groupId": TEXT | {"const": consumer}, "bindingVersion": BINDING}
            },
        }
        for consumer in topic.consumers
    }


def _name(who: str, does: str, topic: Topic) -> str:
    return f"{who}-{does}-{topic.name}".replace(" ", "-").replace(".", "-")


def _cloudevent() -> Json:
    attributes = ("ce_id", "ce_source", "ce_type", "ce_subject", "ce_time")
    return {
        "contentType": "application/json",
        "headers": {
            "type": "object",
            "properties": {"ce_specversion": TEXT | {"const": "1.0"}}
            | dict.fromkeys(attributes, TEXT)
            | dict.fromkeys(("ce_actor", "ce_traceparent", "traceparent"), TEXT),
            "required": ["ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time"],
        },
    }
