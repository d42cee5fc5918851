"""Door 2 of a service: batches of records by FastStream, handled, then acknowledged."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Protocol

from aiokafka import ConsumerRecord
from faststream import AckPolicy
from faststream.kafka import KafkaBroker, KafkaMessage
from kontor_contracts.topic import Topic

from kontor_chassis import inbox
from kontor_chassis.batch import BatchHandler
from kontor_chassis.broker import faststream_security
from kontor_chassis.logs import log
from kontor_chassis.message import Message
from kontor_chassis.metrics import BATCH_SECONDS
from kontor_chassis.mongo import Database
from kontor_chassis.outages import is_outage
from kontor_chassis.parking import Parking
from kontor_chassis.replica_checks import (
    Comparing,
    ReplicaCheck,
    ReplicaChecks,
    Report,
    together,
)
from kontor_chassis.settings import ServiceSettings
from kontor_chassis.subscription import Subscription
from kontor_chassis.transaction import Transactions
from kontor_chassis.worker import pause_seconds, rest, work_loop

MAX_RECORDS = 500
REPLAY_POLL_SECONDS = 1.0
#: Members learn by heartbeats that others joined: each start of a process waits for this.
HEARTBEAT_MS = 500
#: How long a broker without news keeps a request. News is answered at once, but what comes for a
#: partition that was being read meanwhile waits for the request's end: a balance of work while
#: idle (at 100 a standing Kontor costs twice the core time that it does at 1000) and of delay.
FETCH_WAIT_MS = 300


class Rebuild(Protocol):
    """Compares a projection with its topics, and mends it where that is wanted."""

    async def __call__(self, *, mend: bool) -> Report: ...


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
        self._projections: dict[str, Rebuild] = {}
        self._stopping = asyncio.Event()

    def projects(self, group: str, rebuild: Rebuild) -> None:
        """What `group` makes of facts is no copy of records: it compares and mends it itself."""
        self._projections[group] = rebuild

    def topic(self, topic: Topic, *, group: str, replicas: Sequence[str] = ()) -> Subscription:
        """A new subscription of the consumer group `group` to `topic`.

        `replicas` names the collections that hold copies of the topic's states.
        """
        subscription = Subscription(topic, group, replicas=tuple(replicas))
        self._subscriptions.append(subscription)
        return subscription

    async def run(self, stopping: asyncio.Event) -> None:
        """Consume until told to stop; what is not acknowledged by then comes again."""
        self._stopping = stopping
        await inbox.ensure_indexes(self._database)
        await Parking(self._database).ensure_indexes()
        await ReplicaChecks(self._database).ensure_indexes()
        broker = KafkaBroker(
            self._settings.kafka_bootstrap,
            security=faststream_security(self._settings),
            apply_types=False,
            logger=logging.getLogger("faststream"),
            log_level=logging.DEBUG,
            graceful_timeout=5.0,
            allow_auto_create_topics=False,
        )
        handlers = [self._handler(one) for one in self._subscriptions]
        for group in dict.fromkeys(one.group for one in self._subscriptions):
            self._subscribe(broker, group, [one for one in handlers if one.group == group])
        async with broker:
            await broker.start()
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._replay_on_request(handlers))
                tasks.create_task(self._check_on_request())

    def _handler(self, subscription: Subscription) -> BatchHandler:
        return BatchHandler(subscription, self._transactions, self._database)

    def _subscribe(self, broker: KafkaBroker, group: str, handlers: Sequence[BatchHandler]) -> None:
        """One member of the group for all its topics: each more would cost every start a round."""
        by_topic = {self._settings.topic_prefix + one.topic.name: one for one in handlers}
        subscriber = broker.subscriber(
            *by_topic,
            group_id=self._settings.topic_prefix + group,
            batch=True,
            max_records=MAX_RECORDS,
            auto_offset_reset="earliest",
            ack_policy=AckPolicy.MANUAL,
            parser=_without_headers,
            decoder=_whole,
            max_poll_interval_ms=600_000,
            fetch_max_wait_ms=FETCH_WAIT_MS,
            session_timeout_ms=int(self._settings.consumer_session.total_seconds() * 1000),
            heartbeat_interval_ms=HEARTBEAT_MS,
        )

        async def receive(message: KafkaMessage) -> None:
            records: Records = message.raw_message
            parts = [
                (one, [r for r in records if r.topic == name]) for name, one in by_topic.items()
            ]
            tries = [self._handle_until_done(one, part) for one, part in parts if part]
            if all(await asyncio.gather(*tries)):
                await message.ack()

        subscriber(receive)

    async def _handle_until_done(
        self, handler: BatchHandler, records: Sequence["ConsumerRecord[bytes, bytes]"]
    ) -> bool:
        """Wait out an outage here: rewinding would rewind other partitions of the batch too."""
        messages = [_message(handler.topic, record) for record in records]
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
            labels = (handler.group, handler.topic.name)
            BATCH_SECONDS.labels(*labels).observe(time.perf_counter() - started)
            return True
        return False

    async def _replay_on_request(self, handlers: Sequence[BatchHandler]) -> None:
        parking = Parking(self._database)
        by_lane = {(one.group, one.topic.name): one for one in handlers}

        async def step() -> bool:
            for lane in await parking.requested({one.group for one in handlers}):
                if handler := by_lane.get((lane.group, lane.topic)):
                    await parking.settle_request(lane)
                    await handler.replay(lane)
            return False

        await work_loop(step, stopping=self._stopping, idle_seconds=REPLAY_POLL_SECONDS)

    async def _check_on_request(self) -> None:
        checks = ReplicaChecks(self._database)
        groups = {one.group for one in self._subscriptions if one.topic.compacted}

        async def step() -> bool:
            if check := await checks.claim(groups):
                await checks.finish(check, together(await self._compared(checks, check)))
            return check is not None

        if groups:
            await work_loop(step, stopping=self._stopping, idle_seconds=REPLAY_POLL_SECONDS)

    async def _compared(self, checks: ReplicaChecks, check: ReplicaCheck) -> list[Report]:
        if rebuild := self._projections.get(check.group):
            return [await rebuild(mend=check.mend)]
        found = []
        for one in self._subscriptions:
            if one.group == check.group and one.replicas:
                comparing = Comparing(self._settings, self._transactions, self._database, one)
                async for report in comparing.reports(mend=check.mend):
                    found.append(report)
                    await checks.renew(check)
        return found


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
