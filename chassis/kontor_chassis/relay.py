"""Carries the outbox to Kafka: in order per aggregate, at least once, by one process at a time."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from kontor_chassis import outbox
from kontor_chassis.broker import connection
from kontor_chassis.leases import Leases
from kontor_chassis.metrics import PUBLISHED
from kontor_chassis.mongo import Client, Database, Document
from kontor_chassis.settings import ServiceSettings
from kontor_chassis.topic_admin import MAX_MESSAGE_BYTES
from kontor_chassis.worker import work_loop

BATCH = 1000
IDLE_SECONDS = 0.05
CALM_SECONDS = 0.15
REQUEST_TIMEOUT_MS = 10_000


class Relay:
    """Publishes what a service's outbox holds, and forgets what the broker has acknowledged.

    Killed between the two it publishes again under the same event ids; consumers know them by
    their inbox. A zombie that outlives its lease duplicates too, and does no other harm.
    """

    def __init__(self, client: Client, database: Database, settings: ServiceSettings) -> None:
        self._client = client
        self._rows = database[outbox.COLLECTION]
        self._leases = Leases(database)
        self._settings = settings
        self._producer: AIOKafkaProducer | None = None

    async def run(self, stopping: asyncio.Event) -> None:
        """Publish until told to stop."""
        try:
            await work_loop(
                self._publish_batch,
                stopping=stopping,
                idle_seconds=IDLE_SECONDS,
                calm_seconds=CALM_SECONDS,
            )
        finally:
            await self._drop_producer()
            await self._leases.give_back("relay")

    async def _publish_batch(self) -> bool:
        if not await self._leases.keep("relay", self._settings.relay_lease):
            return False
        rows = await self._oldest_rows()
        if not rows:
            return False
        try:
            await self._send(await self._ready_producer(), rows)
        except KafkaError:
            await self._drop_producer()
            raise
        await self._rows.delete_many({"_id": {"$in": [row["_id"] for row in rows]}})
        PUBLISHED.inc(len(rows))
        return True

    async def _ready_producer(self) -> AIOKafkaProducer:
        if self._producer is None:
            producer = AIOKafkaProducer(
                **connection(self._settings),
                enable_idempotence=True,
                acks="all",
                compression_type="zstd",
                linger_ms=5,
                max_batch_size=256 * 1024,
                max_request_size=MAX_MESSAGE_BYTES,
                request_timeout_ms=REQUEST_TIMEOUT_MS,
            )
            await producer.start()
            self._producer = producer
        return self._producer

    async def _drop_producer(self) -> None:
        """An idempotent producer cannot go on after some errors: the next batch gets a new one."""
        producer, self._producer = self._producer, None
        if producer is not None:
            with suppress(KafkaError):
                await producer.stop()

    async def _oldest_rows(self) -> list[Document]:
        """The next rows, each aggregate's in the order of its versions.

        Ids are made before the commit, on several machines: a later version may have the
        smaller id. A version that is visible in one snapshot was committed after all its
        predecessors, so they are in the same snapshot.
        """
        async with self._client.start_session(snapshot=True) as session:
            rows = await self._rows.find({}, session=session).sort("_id").limit(BATCH).to_list()
            if len(rows) == BATCH:
                newest: dict[str, int] = {}
                for row in rows:
                    newest[row["subject"]] = max(row["order"], newest.get(row["subject"], 0))
                later = self._rows.find(
                    {"subject": {"$in": list(newest)}, "_id": {"$gt": rows[-1]["_id"]}},
                    session=session,
                )
                rows += [row async for row in later if row["order"] < newest[row["subject"]]]
        return sorted(rows, key=lambda row: (row["subject"], row["order"], row["_id"]))

    async def _send(self, producer: AIOKafkaProducer, rows: Sequence[Document]) -> None:
        prefix = self._settings.topic_prefix
        sent = [
            await producer.send(
                prefix + row["topic"],
                row["body"] and bytes(row["body"]),
                key=row["key"].encode(),
                headers=outbox.envelope_of(row).headers(),
            )
            for row in rows
        ]
        await asyncio.gather(*sent)
