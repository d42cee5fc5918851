"""Door 2 of a service: batches of records by FastStream, handled, then acknowledged."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from aiokafka import ConsumerRecord
from faststream import AckPolicy
from faststream.kafka import KafkaBroker, KafkaMessage
from kontor_contracts.topic import Topic

from kontor_chassis import inbox
from kontor_chassis.batch import BatchHandler
from kontor_chassis.logs import log
from kontor_chassis.message import Message
from kontor_chassis.metrics import BATCH_SECONDS
from kontor_chassis.mongo import Database
from kontor_chassis.outages import is_outage
from kontor_chassis.parking import Parking
from kontor_chassis.settings import ServiceSettings
from kontor_chassis.subscription import Subscription
from kontor_chassis.transaction import Transactions
from kontor_chassis.worker import pause_seconds, rest, work_loop

MAX_RECORDS = 500
REPLAY_POLL_SECONDS = 1.0
#: Members learn by heartbeats that others joined: each start of a process waits for this.
HEARTBEAT_MS = 1000

Records = tuple["ConsumerRecord[bytes, bytes]", ...]
Parse = Callable[[Records], Awaitable[KafkaMessage]]


class Consumer:
    """The subscriptions of one process. Build them, then `run`."""

    def __init__(
        self, settings: ServiceSettings, transactions: Transactions, database: Database
    ) -> None:
        self._settings = settings
        self._transactions = transactions
        self._database = database
        self._subscriptions: list[Subscription] = []
        self._stopping = asyncio.Event()

    def topic(self, topic: Topic, *, group: str) -> Subscription:
        """A new subscription of the consumer group `group` to `topic`."""
        subscription = Subscription(topic, group)
        self._subscriptions.append(subscription)
        return subscription

    async def run(self, stopping: asyncio.Event) -> None:
        """Consume until told to stop; what is not acknowledged by then comes again."""
        self._stopping = stopping
        await inbox.ensure_indexes(self._database)
        await Parking(self._database).ensure_indexes()
        broker = KafkaBroker(
            self._settings.kafka_bootstrap,
            apply_types=False,
            logger=logging.getLogger("faststream"),
            log_level=logging.DEBUG,
            graceful_timeout=5.0,
            allow_auto_create_topics=False,
        )
        handlers = [self._subscribe(broker, one) for one in self._subscriptions]
        async with broker:
            await broker.start()
            await self._replay_on_request(handlers)

    def _subscribe(
        self, broker: KafkaBroker, subscription: Subscription
    ) -> tuple[Subscription, BatchHandler]:
        handler = BatchHandler(subscription, self._transactions, self._database)
        subscriber = broker.subscriber(
            self._settings.topic_prefix + subscription.topic.name,
            group_id=self._settings.topic_prefix + subscription.group,
            batch=True,
            max_records=MAX_RECORDS,
            auto_offset_reset="earliest",
            ack_policy=AckPolicy.MANUAL,
            parser=_without_headers,
            decoder=_whole,
            max_poll_interval_ms=600_000,
            fetch_max_wait_ms=250,
            heartbeat_interval_ms=HEARTBEAT_MS,
        )

        async def receive(message: KafkaMessage) -> None:
            await self._handle_until_done(subscription, handler, message)

        subscriber(receive)
        return subscription, handler

    async def _handle_until_done(
        self, subscription: Subscription, handler: BatchHandler, received: KafkaMessage
    ) -> None:
        """Wait out an outage here: rewinding would rewind other partitions of the batch too."""
        records: Sequence[ConsumerRecord[bytes, bytes]] = received.raw_message
        messages = [_message(subscription.topic, record) for record in records]
        failures = 0
        while not self._stopping.is_set():
            started = time.perf_counter()
            try:
                await handler.handle(messages)
            except Exception as error:  # noqa: BLE001  # only an outage gets here; anything else is parked
                failures += 1
                log.warning("batch-postponed", error=repr(error), exc_info=not is_outage(error))
                await rest(self._stopping, pause_seconds(failures))
                continue
            labels = (subscription.group, subscription.topic.name)
            BATCH_SECONDS.labels(*labels).observe(time.perf_counter() - started)
            await received.ack()
            return

    async def _replay_on_request(
        self, handlers: Sequence[tuple[Subscription, BatchHandler]]
    ) -> None:
        parking = Parking(self._database)
        by_lane = {(one.group, one.topic.name): handler for one, handler in handlers}

        async def step() -> bool:
            for lane in await parking.requested({one.group for one, _ in handlers}):
                if handler := by_lane.get((lane.group, lane.topic)):
                    await parking.settle_request(lane)
                    await handler.replay(lane)
            return False

        await work_loop(step, stopping=self._stopping, idle_seconds=REPLAY_POLL_SECONDS)


async def _without_headers(records: Records, original: Parse) -> KafkaMessage:
    """FastStream decodes headers as UTF-8 and stumbles over any other: we read them ourselves."""
    message = await original(tuple(replace(record, headers=()) for record in records))
    message.raw_message = records
    return message


async def _whole(message: KafkaMessage) -> KafkaMessage:
    return message


def _message(topic: Topic, record: "ConsumerRecord[bytes, bytes]") -> Message:
    return Message(
        topic=topic,
        partition=record.partition,
        offset=record.offset,
        key=record.key.decode(errors="replace") if record.key is not None else None,
        headers=tuple(record.headers),
        body=record.value,
    )
