"""Signing in to Kafka: what clients are told, and a broker that lets nobody in without it."""

import asyncio
import ssl

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from faststream.security import BaseSecurity, SASLScram512
from kontor_chassis.broker import KafkaSecurity, SaslMechanism, connection, faststream_security
from kontor_chassis.consumer import Consumer
from kontor_chassis.ids import new_id
from kontor_chassis.mongo import Client, Database
from kontor_chassis.offsets import lags
from kontor_chassis.settings import ServiceSettings
from kontor_chassis.testing import Publish, in_background
from kontor_chassis.transaction import Transaction, Transactions
from kontor_contracts.customers.team import Member, TeamMemberJoined
from kontor_contracts.errors import InvalidInputError
from kontor_contracts.topics import CUSTOMERS_TEAM
from kontor_local.kafka import SignedListener
from kontor_local.ports import HOST
from kontor_local.testing import TESTER, eventually
from kontor_local.testing.certificates import Certified
from pydantic import SecretStr


def test_in_the_clear_nothing_but_the_address_is_said() -> None:
    made = connection(ServiceSettings(kafka_bootstrap="kafka:9092"))
    assert made == {
        "bootstrap_servers": "kafka:9092",
        "security_protocol": "PLAINTEXT",
        "ssl_context": None,
    }
    assert faststream_security(ServiceSettings()) is None


def test_tls_checks_who_the_broker_is() -> None:
    settings = ServiceSettings(kafka_security=KafkaSecurity.SSL)
    context = connection(settings)["ssl_context"]
    assert context
    assert (context.check_hostname, context.verify_mode) == (True, ssl.CERT_REQUIRED)
    security = faststream_security(settings)
    assert type(security) is BaseSecurity
    assert security.use_ssl


def test_signing_in_by_tls_is_told_to_every_client_alike() -> None:
    settings = ServiceSettings(
        kafka_security=KafkaSecurity.SASL_SSL,
        kafka_username="kontor-billing",
        kafka_password=SecretStr("secret"),
    )
    made = connection(settings)
    assert made["security_protocol"] == "SASL_SSL"
    assert made["sasl_mechanism"] == SaslMechanism.SCRAM_SHA_512
    assert (made["sasl_plain_username"], made["sasl_plain_password"]) == (
        "kontor-billing",
        "secret",
    )
    security = faststream_security(settings)
    assert isinstance(security, SASLScram512)
    assert (security.username, security.password, security.use_ssl) == (
        "kontor-billing",
        "secret",
        True,
    )
    assert "secret" not in repr(settings)


def test_every_setting_that_signing_in_lacks_is_named_at_once() -> None:
    settings = ServiceSettings(kafka_security=KafkaSecurity.SASL_SSL)
    with pytest.raises(InvalidInputError) as refused:
        connection(settings)
    assert {one.field for one in refused.value.fields} == {
        "KONTOR_KAFKA_USERNAME",
        "KONTOR_KAFKA_PASSWORD",
    }


@pytest.fixture
def signed(
    settings: ServiceSettings, signed_listener: SignedListener, broker_certificate: Certified
) -> ServiceSettings:
    return settings.model_copy(
        update={
            "kafka_bootstrap": f"{HOST}:{signed_listener.port}",
            "kafka_security": KafkaSecurity.SASL_SSL,
            "kafka_ca_file": str(broker_certificate.authority),
            "kafka_username": TESTER,
            "kafka_password": SecretStr(signed_listener.passwords[TESTER]),
        }
    )


async def test_a_service_that_signs_in_by_tls_reads_and_looks_at_its_topics(
    signed: ServiceSettings, client: Client, store_database: Database, publish: Publish
) -> None:
    member = Member(id=new_id(), version=1, name="Ada", email="ada@kontor.example", roles=())
    heard: list[TeamMemberJoined] = []
    transactions = Transactions(client, store_database, service="test")
    consumer = Consumer(signed, transactions, store_database)
    team = consumer.topic(CUSTOMERS_TEAM, group="signed")

    @team.react(TeamMemberJoined)
    async def hear(events: list[TeamMemberJoined], tx: Transaction) -> None:  # noqa: ARG001
        heard.extend(events)

    async def all_is_read() -> bool:
        told = await lags(signed, [("signed", CUSTOMERS_TEAM)])
        return told == {("signed", CUSTOMERS_TEAM.name): 0}

    await publish(TeamMemberJoined(member=member))
    async with in_background(consumer.run):
        assert await eventually(lambda: heard, timeout=30)
        await eventually(all_is_read, timeout=30)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kafka_password": SecretStr("wrong")},
        {"kafka_ca_file": ""},
        {"kafka_security": KafkaSecurity.SASL_PLAINTEXT},
    ],
    ids=["wrong password", "unknown authority", "in the clear"],
)
async def test_nobody_talks_to_a_broker_that_does_not_know_him_or_that_he_does_not_know(
    signed: ServiceSettings, wrong: dict[str, object]
) -> None:
    refused = signed.model_copy(update=wrong)
    producer = AIOKafkaProducer(**connection(refused), request_timeout_ms=2000)
    with pytest.raises((KafkaError, asyncio.TimeoutError)):
        await producer.start()
    await producer.stop()
