"""How far a replica is behind its topic: needed before work that must not race an import."""

from collections.abc import Sequence

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from kontor_contracts.topic import Topic

from kontor_chassis.settings import ServiceSettings

Offsets = dict[str, int]


async def end_offsets(settings: ServiceSettings, topics: Sequence[Topic]) -> Offsets:
    """The next offset of every partition of `topics` now, as `<topic>/<partition>` → offset."""
    consumer = AIOKafkaConsumer(bootstrap_servers=settings.kafka_bootstrap)
    await consumer.start()
    try:
        ends = await consumer.end_offsets(_partitions(settings, topics))
    finally:
        await consumer.stop()
    return {_name(partition): offset for partition, offset in ends.items()}


async def has_passed(settings: ServiceSettings, group: str, wanted: Offsets) -> bool:
    """Whether the consumer group has committed everything before the offsets `wanted`."""
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.kafka_bootstrap)
    await admin.start()
    try:
        committed = await admin.list_consumer_group_offsets(settings.topic_prefix + group)
    finally:
        await admin.close()
    reached = {_name(partition): found.offset for partition, found in committed.items()}
    return all(reached.get(name, 0) >= offset for name, offset in wanted.items() if offset)


def _partitions(settings: ServiceSettings, topics: Sequence[Topic]) -> list[TopicPartition]:
    return [
        TopicPartition(settings.topic_prefix + topic.name, number)
        for topic in topics
        for number in range(topic.partitions)
    ]


def _name(partition: TopicPartition) -> str:
    return f"{partition.topic}/{partition.partition}"
