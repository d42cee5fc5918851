"""Topics read and written record by record, and what groups have handled of them."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from bson.binary import Binary
from kontor_contracts.topic import OTHERS, Topic
from kontor_contracts.topics import ALL

from kontor_chassis.broker import connection
from kontor_chassis.message import Message
from kontor_chassis.mongo import Document
from kontor_chassis.offsets import committed
from kontor_chassis.settings import ServiceSettings

Record: TypeAlias = "ConsumerRecord[bytes, bytes]"
Ends = Mapping[str, tuple[int, ...]]
Positions = Mapping[str, Mapping[str, tuple[int, ...]]]

#: Topics that services write: what stands on them follows from the databases.
OWN = tuple(topic for topic in ALL if topic.producer != OTHERS)
FOREIGN = tuple(topic for topic in ALL if topic.producer == OTHERS)
PATIENCE_MS = 1000


@dataclass(frozen=True, slots=True)
class Reach:
    """What a topic holds: for each partition the first offset kept, and the next one."""

    first: tuple[int, ...]
    ends: tuple[int, ...]

    @property
    def is_empty(self) -> bool:
        return self.first == self.ends


def services() -> list[str]:
    """Every service that has a database."""
    groups = {group.partition(".")[0] for topic in ALL for group in topic.consumers}
    return sorted(
        groups | {topic.producer for topic in ALL if topic.name.startswith(topic.producer)}
    )


async def reaches(settings: ServiceSettings, topics: Sequence[Topic] = ALL) -> dict[str, Reach]:
    async with AIOKafkaConsumer(**connection(settings)) as consumer:
        found = {}
        for topic in topics:
            partitions = partitions_of(settings, topic)
            first = await consumer.beginning_offsets(partitions)
            ends = await consumer.end_offsets(partitions)
            found[topic.name] = Reach(
                tuple(first[one] for one in partitions), tuple(ends[one] for one in partitions)
            )
        return found


async def positions(settings: ServiceSettings) -> dict[str, dict[str, tuple[int, ...]]]:
    """What each group has handled, by group and topic: the next offset of each partition."""
    groups = {group for topic in ALL for group in topic.consumers}
    handled = await committed(settings, groups)
    return {
        group: {
            topic.name: tuple(
                max(handled[group].get(one, 0), 0) for one in partitions_of(settings, topic)
            )
            for topic in ALL
            if group in topic.consumers
        }
        for group in sorted(groups)
    }


async def commit(settings: ServiceSettings, wanted: Positions) -> None:
    """Have each group go on from these positions; none of its processes may run."""
    for group, topics in wanted.items():
        offsets = {
            TopicPartition(settings.topic_prefix + topic, number): offset
            for topic, of_topic in topics.items()
            for number, offset in enumerate(of_topic)
        }
        async with AIOKafkaConsumer(
            **connection(settings),
            group_id=settings.topic_prefix + group,
            enable_auto_commit=False,
        ) as consumer:
            consumer.assign(list(offsets))
            await consumer.commit(offsets)


async def records(
    settings: ServiceSettings, topic: Topic, ends: Sequence[int]
) -> AsyncIterator[Record]:
    """What the topic holds below `ends`, each partition in order."""
    async with AIOKafkaConsumer(**connection(settings)) as consumer:
        partitions = partitions_of(settings, topic)
        bounds = dict(zip(partitions, ends, strict=True))
        consumer.assign(partitions)
        await consumer.seek_to_beginning(*partitions)
        while unread := [one for one in partitions if await consumer.position(one) < bounds[one]]:
            consumer.pause(*(one for one in partitions if one not in unread))
            for partition, found in (await consumer.getmany(timeout_ms=PATIENCE_MS)).items():
                for record in found:
                    if record.offset < bounds[partition]:
                        yield record


async def write(
    producer: AIOKafkaProducer, settings: ServiceSettings, topic: str, row: Document
) -> None:
    """Send a record of a back-up to the partition that it came from."""
    await producer.send(
        settings.topic_prefix + topic,
        row["value"] if row["value"] is None else bytes(row["value"]),
        key=row["key"] if row["key"] is None else bytes(row["key"]),
        partition=row["partition"],
        timestamp_ms=row["timestamp"],
        headers=[(name, bytes(value)) for name, value in row["headers"]],
    )


def row_of(record: Record) -> Document:
    return {
        "partition": record.partition,
        "offset": record.offset,
        "timestamp": record.timestamp,
        "key": None if record.key is None else Binary(record.key),
        "headers": [[name, Binary(value)] for name, value in record.headers],
        "value": None if record.value is None else Binary(record.value),
    }


def message(record: Record, topic: Topic) -> Message:
    """The record as handlers know it."""
    return Message(
        topic=topic,
        partition=record.partition,
        offset=record.offset,
        key=record.key.decode(errors="replace") if record.key is not None else None,
        headers=tuple(record.headers),
        body=record.value,
    )


def id_of(record: Record) -> str:
    """The id of the outbox row that the record was; empty when it is none of ours."""
    found = dict(record.headers).get("ce_id", b"").decode(errors="replace")
    try:
        return str(UUID(found))
    except ValueError:
        return ""


async def remove(settings: ServiceSettings, topics: Sequence[Topic]) -> None:
    """Delete the topics with all that is on them."""
    admin = AIOKafkaAdminClient(**connection(settings))
    await admin.start()
    try:
        names = {settings.topic_prefix + topic.name for topic in topics}
        await admin.delete_topics(sorted(names & set(await admin.list_topics())))
    finally:
        await admin.close()


async def present(settings: ServiceSettings) -> set[str]:
    """The topics that the broker has, without our prefix."""
    admin = AIOKafkaAdminClient(**connection(settings))
    await admin.start()
    try:
        prefix = settings.topic_prefix
        return {
            one.removeprefix(prefix) for one in await admin.list_topics() if one.startswith(prefix)
        }
    finally:
        await admin.close()


def partitions_of(settings: ServiceSettings, topic: Topic) -> list[TopicPartition]:
    return [
        TopicPartition(settings.topic_prefix + topic.name, number)
        for number in range(topic.partitions)
    ]
