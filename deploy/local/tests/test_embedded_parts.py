"""Kafka and MongoDB keep what they were given, over a stop, a kill and a change of port."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from kontor_local import smtp_sink as smtp_part
from kontor_local.child import Child, StartFailedError, running
from kontor_local.kafka import bootstrap
from kontor_local.kafka import kafka as kafka_program
from kontor_local.mongod import mongo_url, mongod
from kontor_local.ports import PortTakenError, free_ports
from kontor_local.processes import DEFAULT_PORTS
from kontor_local.testing import SmtpSink
from pymongo import AsyncMongoClient


async def publish(ports: Mapping[str, int], topic: str, value: bytes) -> None:
    async with AIOKafkaProducer(
        bootstrap_servers=bootstrap(ports), acks="all", max_request_size=len(value) + 1024
    ) as producer:
        await producer.send_and_wait(topic, value)


async def read_one(ports: Mapping[str, int], topic: str) -> bytes | None:
    """Read the first message that group `readers` has not read."""
    async with AIOKafkaConsumer(
        topic,
        bootstrap_servers=bootstrap(ports),
        group_id="readers",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
    ) as consumer:
        message = await consumer.getone()
        await consumer.commit()
        return message.value


async def create_topic(ports: Mapping[str, int], topic: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap(ports))
    await admin.start()
    try:
        await admin.create_topics([NewTopic(topic, num_partitions=1, replication_factor=1)])
    finally:
        await admin.close()


async def restart(child: Child) -> None:
    await child.start()
    await child.wait_until_ready()


async def test_kafka_keeps_messages_and_offsets_over_a_kill(tmp_path: Path) -> None:
    ports = free_ports(DEFAULT_PORTS)
    async with running(kafka_program(tmp_path / "kafka", ports), tmp_path) as broker:
        await create_topic(ports, "facts")
        await publish(ports, "facts", b"one")
        assert await read_one(ports, "facts") == b"one"
        await publish(ports, "facts", b"two")
        await broker.kill()
        await restart(broker)
        assert await read_one(ports, "facts") == b"two"


async def test_kafka_serves_a_group_at_once_when_ready(
    kafka: str, parts_ports: dict[str, int]
) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    try:
        assert await admin.list_consumer_group_offsets("never-seen-before") == {}
        assert bootstrap(parts_ports) == kafka
    finally:
        await admin.close()


async def test_kafka_takes_a_message_of_15_megabytes(
    kafka: str, parts_ports: dict[str, int], topic_prefix: str
) -> None:
    assert kafka
    topic, large = f"{topic_prefix}large", bytes(15 * 1024 * 1024)
    await create_topic(parts_ports, topic)
    await publish(parts_ports, topic, large)


async def test_mongod_keeps_data_over_a_kill_and_a_new_port(tmp_path: Path) -> None:
    for killed in (True, False):
        ports = free_ports(DEFAULT_PORTS)
        async with running(mongod(tmp_path / "mongod", ports), tmp_path) as server:
            url = mongo_url(ports)
            async with AsyncMongoClient[dict[str, object]](url) as client:
                await client.shop.orders.insert_one({"killed": killed})
            if killed:
                await server.kill()
            else:
                async with AsyncMongoClient[dict[str, object]](url) as client:
                    assert await client.shop.orders.count_documents({}) == 2


async def test_mongod_takes_transactions(mongo_url: str, database: str) -> None:
    async with AsyncMongoClient[dict[str, object]](mongo_url) as client:
        await client[database].create_collection("orders")
        async with client.start_session() as session, await session.start_transaction():
            await client[database].orders.insert_one({"number": 1}, session=session)
        assert await client[database].orders.count_documents({}) == 1


async def test_a_part_that_cannot_start_says_why(tmp_path: Path) -> None:
    program = mongod(tmp_path / "data", free_ports(DEFAULT_PORTS))
    wrong = replace(program, command=(*program.command, "--no-such-option"))
    with pytest.raises(StartFailedError, match=r"mongod ended with 2(.|\n)*no-such-option"):
        async with running(wrong, tmp_path):
            pass


async def test_a_taken_port_is_named_with_the_setting_that_changes_it(
    tmp_path: Path, smtp_sink: SmtpSink
) -> None:
    second = smtp_part.smtp_sink(tmp_path / "mail", {smtp_part.PORT_SETTING: smtp_sink.port})
    with pytest.raises(PortTakenError, match=rf"{smtp_sink.port} .*KONTOR_LOCAL_SMTP_PORT"):
        async with running(second, tmp_path):
            pass
