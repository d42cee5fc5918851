"""How far a replica is behind its topic: needed before work that must not race an import."""

from collections.abc import Collection, Sequence

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from kontor_contracts.topic import Topic

from kontor_chassis.broker import connection
from kontor_chassis.settings import ServiceSettings

Offsets = dict[str, int]
Positions = dict[TopicPartition, int]


async def end_offsets(settings: ServiceSettings, topics: Sequence[Topic]) -> Offsets:
    """The next offset of every partition of `topics` now, as `<topic>/<partition>` → offset."""
    consumer = AIOKafkaConsumer(**connection(settings))
    await consumer.start()
    try:
        ends = await consumer.end_offsets(_partitions(settings, topics))
    finally:
        await consumer.stop()
    return {_name(partition): offset for partition, offset in ends.items()}


async def lags(
    settings: ServiceSettings, reading: Sequence[tuple[str, Topic]]
) -> dict[tuple[str, ...], float]:
    """How many messages each consumer group has still before it, by group and topic."""
    topics = list({topic.name: topic for _, topic in reading}.values())
    first, ends = await _bounds(settings, topics)
    handled = await committed(settings, {group for group, _ in reading})
    return {
        (group, topic.name): sum(
            ends[one] - max(handled[group].get(one, 0), first[one])
            for one in _partitions(settings, [topic])
        )
        for group, topic in reading
    }


async def _bounds(
    settings: ServiceSettings, topics: Sequence[Topic]
) -> tuple[Positions, Positions]:
    """The first offset that is kept, and the next one, of every partition."""
    partitions = _partitions(settings, topics)
    async with AIOKafkaConsumer(**connection(settings)) as consumer:
        ends = await consumer.end_offsets(partitions)
        return await consumer.beginning_offsets(partitions), ends


async def committed(settings: ServiceSettings, groups: Collection[str]) -> dict[str, Positions]:
    """The next offset of each partition that each group is at."""
    admin = AIOKafkaAdminClient(**connection(settings))
    await admin.start()
    try:
        return {group: await _committed_by(admin, settings, group) for group in groups}
    finally:
        await admin.close()


async def _committed_by(
    admin: AIOKafkaAdminClient, settings: ServiceSettings, group: str
) -> Positions:
    found = await admin.list_consumer_group_offsets(settings.topic_prefix + group)
    return {partition: one.offset for partition, one in found.items()}


async def has_passed(settings: ServiceSettings, group: str, wanted: Offsets) -> bool:
    """Whether the consumer group has committed everything before the offsets `wanted`."""
    handled = await committed(settings, [group])
    reached = {_name(partition): offset for partition, offset in handled[group].items()}
    return all(reached.get(name, 0) >= offset for name, offset in wanted.items() if offset)


def _partitions(settings: ServiceSettings, topics: Sequence[Topic]) -> list[TopicPartition]:
    return [
        TopicPartition(settings.topic_prefix + topic.name, number)
        for topic in topics
        for number in range(topic.partitions)
    ]


def _name(partition: TopicPartition) -> str:
    return f"{partition.topic}/{partition.partition}"
