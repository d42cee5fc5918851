"""Kafka as the services of a measurement see it: facts put on topics, and how many lie there."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from uuid import uuid4

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from kontor_chassis.clock import now
from kontor_chassis.settings import ServiceSettings
from kontor_contracts.envelope import Envelope
from kontor_contracts.event import Event
from kontor_contracts.topic import Topic


async def publish(settings: ServiceSettings, events: Iterable[Event]) -> None:
    """Send the facts as the service that owns them would."""
    producer = AIOKafkaProducer(
        bootstrap_servers=settings.kafka_bootstrap, linger_ms=5, compression_type="zstd"
    )
    async with producer:
        for event in events:
            await producer.send(
                settings.topic_prefix + event.topic.name,
                event.model_dump_json().encode(),
                key=event.key.encode(),
                headers=envelope(event).headers(),
            )
        await producer.flush()


def envelope(event: Event) -> Envelope:
    return Envelope(
        id=str(uuid4()),
        type=event.type,
        source=f"kontor/{event.topic.producer}",
        subject=event.subject,
        time=now(),
    )


class Counter:
    """Made by `counting`."""

    def __init__(self, consumer: "AIOKafkaConsumer", partitions: list[TopicPartition]) -> None:
        self._consumer = consumer
        self._partitions = partitions

    async def count(self) -> int:
        """Messages that were ever put on the topic."""
        return sum((await self._consumer.end_offsets(self._partitions)).values())


@asynccontextmanager
async def counting(settings: ServiceSettings, topic: Topic) -> AsyncIterator[Counter]:
    name = settings.topic_prefix + topic.name
    async with AIOKafkaConsumer(bootstrap_servers=settings.kafka_bootstrap) as consumer:
        yield Counter(consumer, [TopicPartition(name, one) for one in range(topic.partitions)])
