"""A consumer of somebody else: it has the published documents and libraries of others, no more.

    python stranger.py BROKER DOCUMENTS COUNT [PREFIX]

Reads so many messages from every channel of DOCUMENTS/asyncapi.json, and prints what it
understood of each as a line of JSON.
"""

import asyncio
import json
import sys
from pathlib import Path

from aiokafka import AIOKafkaConsumer
from cloudevents.core.bindings.kafka import KafkaMessage, from_binary
from cloudevents.core.formats.json import JSONFormat
from jsonschema import Draft202012Validator

Record = tuple[str, list[tuple[str, bytes]], bytes | None, bytes | None]


async def read(broker: str, topics: list[str], count: int) -> list[Record]:
    found: list[Record] = []
    consumer = AIOKafkaConsumer(*topics, bootstrap_servers=broker, auto_offset_reset="earliest")
    async with consumer:
        while len(found) < count:
            for records in (await consumer.getmany(timeout_ms=200)).values():
                found += [(one.topic, list(one.headers), one.key, one.value) for one in records]
    return found


def understood(record: Record, channels: dict[str, dict[str, object]], documents: Path) -> str:
    topic, headers, key, value = record
    event = from_binary(KafkaMessage(dict(headers), key, value or b""), JSONFormat())
    messages = json.loads(json.dumps(channels[topic]["messages"]))
    known = messages.get(event.get_type())
    faults = ["unknown type"]
    if known:
        schema = json.loads((documents / known["payload"]["schema"]["$ref"]).read_text())
        judge = Draft202012Validator(schema)
        faults = [one.message for one in judge.iter_errors(event.get_data())]
    return json.dumps({
        "topic": topic,
        "type": event.get_type(),
        "id": event.get_id(),
        "source": event.get_source(),
        "specversion": event.get_specversion(),
        "content": event.get_datacontenttype(),
        "faults": faults,
    })  # fmt: skip


async def main(broker: str, documents: Path, count: int, prefix: str = "") -> None:
    described = json.loads((documents / "asyncapi.json").read_text())
    channels = {f"{prefix}{one['address']}": one for one in described["channels"].values()}
    for record in await asyncio.wait_for(read(broker, list(channels), count), 60):
        print(understood(record, channels, documents))  # noqa: T201  # a program


if __name__ == "__main__":
    where, papers, number, *rest = sys.argv[1:]
    asyncio.run(main(where, Path(papers), int(number), *rest))
    ours = sorted(one for one in sys.modules if one.startswith("kontor"))
    print(json.dumps(ours))  # noqa: T201  # a program
