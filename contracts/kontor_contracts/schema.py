"""The JSON Schema of every fact, as checked in under `contracts/schemas`."""

import json

from kontor_contracts.catalogue import all_events
from kontor_contracts.event import Event


def schema_of(event: type[Event]) -> str:
    """The JSON Schema (draft 2020-12) of the body of `event`, as text with a final line break."""
    schema = event.model_json_schema(mode="serialization")
    named = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:kontor:event:{event.topic.name}:{event.type}",
        **schema,
    }
    return json.dumps(named, indent=2, ensure_ascii=False) + "\n"


def schema_files() -> dict[str, str]:
    """The text of every schema by its path below `contracts/schemas`."""
    return {f"{event.topic.name}/{event.type}.json": schema_of(event) for event in all_events()}
