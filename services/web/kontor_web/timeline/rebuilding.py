"""Building the timeline anew: from everything that the topics still hold."""

from aiokafka import AIOKafkaConsumer, TopicPartition
from kontor_chassis import inbox
from kontor_chassis.logs import log
from kontor_chassis.mongo import Database
from kontor_chassis.settings import ServiceSettings

from kontor_web.timeline.store import Timeline
from kontor_web.timeline.subscribers import GROUP, TOPICS


async def rebuild(settings: ServiceSettings, database: Database) -> None:
    """Begin at the topics' start again; no process of the pages may run meanwhile."""
    await rewind(settings)
    await Timeline(database).clear()
    await database[inbox.COLLECTION].delete_many({})
    log.info("timeline-cleared", next="start the pages; they read all topics from the start")


async def rewind(settings: ServiceSettings) -> None:
    """Have the group read every partition from its first message on."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=settings.kafka_bootstrap,
        group_id=settings.topic_prefix + GROUP,
        enable_auto_commit=False,
    )
    await consumer.start()
    try:
        partitions = [
            TopicPartition(settings.topic_prefix + topic.name, number)
            for topic in TOPICS
            for number in range(topic.partitions)
        ]
        consumer.assign(partitions)
        await consumer.commit(dict.fromkeys(partitions, 0))
    finally:
        await consumer.stop()
