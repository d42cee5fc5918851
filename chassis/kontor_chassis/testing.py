"""Pytest fixtures for services: settings on the real parts, published facts, signed-in callers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TypeVar
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition
from joserfc import jwt
from joserfc.jwk import OKPKey
from kontor_contracts.customers.signing_keys import SigningKey
from kontor_contracts.envelope import Envelope, read_envelope, read_event
from kontor_contracts.event import Event
from kontor_contracts.topic import Topic
from kontor_contracts.topics import ALL

from kontor_chassis.backup.topics import commit, reaches
from kontor_chassis.broker import connection
from kontor_chassis.clock import now
from kontor_chassis.mongo import Client, Database, connect, open_database
from kontor_chassis.offsets import lags
from kontor_chassis.process import Task
from kontor_chassis.settings import ServiceSettings
from kontor_chassis.tokens import ALGORITHM, ISSUER, KeyRing
from kontor_chassis.topic_admin import ensure_topics
from kontor_chassis.transaction import Transactions, ensure_indexes

SettingsT = TypeVar("SettingsT", bound=ServiceSettings)
Publish = Callable[..., Awaitable[None]]


@pytest.fixture(scope="module")
async def topics_of_module(kafka: str) -> str:
    """The prefix of topics that this test module has to itself."""
    prefix = f"test-{uuid4().hex[:8]}."
    await ensure_topics(ServiceSettings(kafka_bootstrap=kafka, topic_prefix=prefix))
    return prefix


@pytest.fixture(scope="module")
def settings_of_module(
    kafka: str, mongo_url: str, topics_of_module: str, databases_of_module: str
) -> Callable[..., ServiceSettings]:
    """Makes settings of the class given, on this run's parts and databases of the module's own."""

    def make(kind: type[SettingsT], **others: object) -> SettingsT:
        return kind(
            kafka_bootstrap=kafka,
            mongo_url=mongo_url,
            topic_prefix=topics_of_module,
            database_prefix=f"{databases_of_module}_",
            **others,  # type: ignore[arg-type]  # the caller knows its class
        )

    return make


@pytest.fixture
def settings_for(
    settings_of_module: Callable[..., ServiceSettings],
    database: str,  # noqa: ARG001  # which empties it after the test
) -> Callable[..., ServiceSettings]:
    """Makes settings of the class given, on databases that hold no documents yet."""
    return settings_of_module


@pytest.fixture
def settings(settings_for: Callable[..., ServiceSettings]) -> ServiceSettings:
    return settings_for(ServiceSettings)


@pytest.fixture
async def client(settings: ServiceSettings) -> AsyncIterator[Client]:
    async with connect(settings) as opened:
        yield opened


@pytest.fixture
async def store_database(client: Client, settings: ServiceSettings) -> Database:
    """The database of a service called `test`, with the chassis' collections."""
    opened = open_database(client, settings, "test")
    await ensure_indexes(opened)
    return opened


@pytest.fixture
def transactions(client: Client, store_database: Database) -> Transactions:
    return Transactions(client, store_database, service="test")


@asynccontextmanager
async def in_background(*tasks: Task) -> AsyncIterator[None]:
    """Run the tasks of a process while the block lasts; an error of theirs is the test's."""
    stopping = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for task in tasks:
            group.create_task(task(stopping))  # type: ignore[arg-type]  # tasks are coroutines
        yield
        stopping.set()


async def leave_unread(settings: ServiceSettings, group: str) -> None:
    """Have the group begin after all that is there: what an earlier test sent is not for this one.

    The tests of a file share topics. A test ends when it has seen enough, which may be before its
    last message was acknowledged.
    """
    found = await reaches(settings, _read_by(group))
    await commit(settings, {group: {name: one.ends for name, one in found.items()}})


async def has_read_all(settings: ServiceSettings, group: str) -> bool:
    """Whether the group has handled all that is on its topics by now."""
    return not any((await lags(settings, [(group, one) for one in _read_by(group)])).values())


def _read_by(group: str) -> list[Topic]:
    return [topic for topic in ALL if group in topic.consumers]


@pytest.fixture
async def publish(settings: ServiceSettings) -> AsyncIterator[Publish]:
    """Sends facts as another service would."""
    producer = AIOKafkaProducer(**connection(settings))
    await producer.start()

    async def send(*events: Event, event_id: str | None = None, trace: str | None = None) -> None:
        for event in events:
            await producer.send_and_wait(
                settings.topic_prefix + event.topic.name,
                event.model_dump_json().encode(),
                key=event.key.encode(),
                headers=_envelope(event, event_id or str(uuid4()), trace).headers(),
            )

    yield send
    await producer.stop()


@pytest.fixture
async def publish_raw(settings: ServiceSettings) -> AsyncIterator[Publish]:
    """Sends any bytes to a topic."""
    producer = AIOKafkaProducer(**connection(settings))
    await producer.start()

    async def send(
        topic: Topic, key: bytes | None, headers: Sequence[tuple[str, bytes]], body: bytes | None
    ) -> None:
        name = settings.topic_prefix + topic.name
        await producer.send_and_wait(name, body, key=key, headers=list(headers))

    yield send
    await producer.stop()


def _envelope(event: Event, event_id: str, trace: str | None) -> Envelope:
    return Envelope(
        id=event_id,
        type=event.type,
        source=f"kontor/{event.topic.producer}",
        subject=event.subject,
        time=now(),
        traceparent=trace,
    )


async def published(settings: ServiceSettings, topic: Topic) -> list[Event]:
    """All facts on the topic by now, in order per partition."""
    name = settings.topic_prefix + topic.name
    partitions = [TopicPartition(name, number) for number in range(topic.partitions)]
    consumer = AIOKafkaConsumer(**connection(settings))
    await consumer.start()
    try:
        consumer.assign(partitions)
        await consumer.seek_to_beginning(*partitions)
        ends = await consumer.end_offsets(partitions)
        found: list[Event] = []
        while [one for one in partitions if await consumer.position(one) < ends[one]]:
            for records in (await consumer.getmany(timeout_ms=1000)).values():
                found += [event for record in records if (event := _event(record, topic))]
        return found
    finally:
        await consumer.stop()


def _event(record: "ConsumerRecord[bytes, bytes]", topic: Topic) -> Event | None:
    if record.value is None:
        return None
    return read_event(topic, read_envelope(record.headers).type, record.value)


@pytest.fixture
def published_on(settings: ServiceSettings) -> Callable[[Topic], Awaitable[list[Event]]]:
    """Reads all facts that are on a topic by now."""

    async def read(topic: Topic) -> list[Event]:
        return await published(settings, topic)

    return read


_KEY = OKPKey.generate_key("Ed25519", parameters={"kid": "test"})


@pytest.fixture(scope="session")
def key_ring() -> KeyRing:
    """Knows the key that `token_of` signs with."""

    async def load() -> Sequence[SigningKey]:
        return [SigningKey(kid="test", x=str(_KEY.as_dict(private=False)["x"]))]

    return KeyRing(load)


def token_of(
    *roles: str,
    name: str = "Test",
    seconds: int = 300,
    subject: str = "member-1",
    **contact: object,
) -> str:
    """An access token of a made-up team member, or of a contact with `party` and `rights`."""
    moment = int(now().timestamp())
    claims = {
        "iss": ISSUER,
        "sub": subject,
        "name": name,
        "roles": list(roles),
        "iat": moment,
        "exp": moment + seconds,
        **contact,
    }
    return jwt.encode({"alg": ALGORITHM, "kid": "test"}, claims, _KEY, algorithms=[ALGORITHM])
