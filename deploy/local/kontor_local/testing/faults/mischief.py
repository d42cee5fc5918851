"""What a broker and its producers may do to consumers: repeat, out of order, and talk nonsense."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import TypeAlias

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord
from aiokafka.errors import KafkaError
from kontor_contracts.billing.invoice import InvoiceGenerated
from kontor_contracts.billing.run import BillingRunCompleted
from kontor_contracts.delivery.delivery import InvoiceDelivered
from kontor_contracts.topics import BILLING_INVOICE, BILLING_RUN, DELIVERY_DELIVERY

#: Of what happens, each by one of its facts. State topics keep the last message of a key, so nobody
#: may repeat an old one there.
TYPES = {
    BILLING_INVOICE.name: InvoiceGenerated.type,
    BILLING_RUN.name: BillingRunCompleted.type,
    DELIVERY_DELIVERY.name: InvoiceDelivered.type,
}
REPEATED, POISONED = 0.5, 0.01
#: Repeated messages are held back until there are so many, and come shuffled.
HELD = 10
POLL_MS = 200
POISON = b"poison"

Record: TypeAlias = "ConsumerRecord[bytes, bytes]"


@dataclass
class Mischief:
    """Runs beside the work; afterwards it tells what it has put on the topics."""

    bootstrap: str
    dice: Random
    repeated: int = 0
    #: Topic and key of each poison that the broker has taken.
    poisons: set[tuple[str, str]] = field(default_factory=set)
    #: And of each that was sent: whether a broker that dies has taken it, nobody is told.
    tried: set[tuple[str, str]] = field(default_factory=set)
    _held: list[Record] = field(default_factory=list)
    _own: set[tuple[str, int, int]] = field(default_factory=set)

    async def run(self, stopping: asyncio.Event) -> None:
        consumer = AIOKafkaConsumer(*TYPES, bootstrap_servers=self.bootstrap)
        producer = AIOKafkaProducer(bootstrap_servers=self.bootstrap)
        async with consumer, producer:
            for topic in TYPES:
                await self._poison(producer, topic)
            while not stopping.is_set():
                batch = await consumer.getmany(timeout_ms=POLL_MS)
                await self._meddle(producer, [one for many in batch.values() for one in many])
            await self._repeat_held(producer)

    async def _meddle(self, producer: AIOKafkaProducer, records: Sequence[Record]) -> None:
        for record in records:
            if (record.topic, record.partition, record.offset) in self._own:
                continue
            if self.dice.random() < POISONED:
                await self._poison(producer, record.topic)
            if self.dice.random() < REPEATED:
                self._held.append(record)
        if len(self._held) >= HELD:
            await self._repeat_held(producer)

    async def _repeat_held(self, producer: AIOKafkaProducer) -> None:
        held, self._held = self._held, []
        self.dice.shuffle(held)
        for record in held:
            headers = list(record.headers)
            if await self._sent(producer, record.topic, record.key, record.value, headers):
                self.repeated += 1

    async def _poison(self, producer: AIOKafkaProducer, topic: str) -> None:
        key = POISON + b"-%d" % self.dice.randrange(10**9)
        headers = [
            ("ce_id", key),
            ("ce_type", TYPES[topic].encode()),
            ("ce_source", b"nobody"),
            ("ce_time", b"2026-11-02T09:00:00+00:00"),
        ]
        self.tried.add((topic, key.decode()))
        if await self._sent(producer, topic, key, b'{"cut": ', headers):
            self.poisons.add((topic, key.decode()))

    async def _sent(
        self,
        producer: AIOKafkaProducer,
        topic: str,
        key: bytes | None,
        value: bytes | None,
        headers: Sequence[tuple[str, bytes]],
    ) -> bool:
        """Whether the broker took it; while it is away, mischief rests."""
        with suppress(KafkaError):
            sent = await producer.send_and_wait(topic, value, key=key, headers=list(headers))
            self._own.add((sent.topic, sent.partition, sent.offset))
            return True
        return False
