"""At servers that know rights, as in a cluster: who signs in as a service may do its work alone.

That each service may do all of it, every other journey shows: they sign in by the same users.
"""

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.errors import GroupAuthorizationFailedError, TopicAuthorizationFailedError
from kontor_chassis.broker import Connection, connection
from kontor_chassis.mongo import connect
from kontor_chassis.settings import ServiceSettings
from kontor_contracts.topics import CUSTOMERS_PARTY, TASKS_TICKET
from kontor_local.testing.everything import Everything
from pymongo.errors import OperationFailure


@pytest.fixture
def delivery(whole: Everything, monkeypatch: pytest.MonkeyPatch) -> Connection:
    """Signed in as delivery's processes are."""
    for name, value in whole.settings_of("delivery").items():
        monkeypatch.setenv(name, value)
    return connection(ServiceSettings())


async def test_no_service_writes_what_another_tells(delivery: Connection) -> None:
    async with AIOKafkaProducer(**delivery) as producer:
        with pytest.raises(TopicAuthorizationFailedError):
            await producer.send_and_wait(CUSTOMERS_PARTY.name, b"{}")


async def test_no_service_sees_what_it_does_not_declare(delivery: Connection) -> None:
    async with AIOKafkaConsumer(**delivery) as consumer:
        seen = await consumer.topics()
    assert CUSTOMERS_PARTY.name in seen
    assert TASKS_TICKET.name not in seen


async def test_no_service_takes_messages_from_another_ones_group(delivery: Connection) -> None:
    consumer = AIOKafkaConsumer(CUSTOMERS_PARTY.name, **delivery, group_id="billing")
    with pytest.raises(GroupAuthorizationFailedError):
        await consumer.start()
    await consumer.stop()


@pytest.mark.usefixtures("delivery")
async def test_no_service_reads_or_writes_in_the_database_of_another() -> None:
    async with connect(ServiceSettings()) as client:
        assert await client["kontor_delivery"]["deliveries"].find_one({"_id": ""}) is None
        with pytest.raises(OperationFailure, match="not authorized"):
            await client["kontor_customers"]["parties"].find_one()
        with pytest.raises(OperationFailure, match="not authorized"):
            await client["kontor_customers"]["parties"].insert_one({})
