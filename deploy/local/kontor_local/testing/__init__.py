"""Pytest fixtures: one real Kafka, MongoDB and mail server per test run, started when asked for."""

import asyncio
import inspect
import os
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from pymongo import AsyncMongoClient

from kontor_local import kafka as kafka_part
from kontor_local import mongod as mongod_part
from kontor_local import smtp_sink as smtp_part
from kontor_local.child import running
from kontor_local.mailbox import mails
from kontor_local.orphans import end_orphans
from kontor_local.ports import HOST, SHARE, free_ports
from kontor_local.processes import DEFAULT_PORTS
from kontor_local.smtp_verdicts import Rule, write_rules
from kontor_local.testing.certificates import Certified, certified

Answer = TypeVar("Answer")
MongoClient = AsyncMongoClient[dict[str, object]]
FIRST_PAUSE, LONGEST_PAUSE = 0.01, 0.25
SIGNED_PORT = "KONTOR_TEST_KAFKA_SIGNED_PORT"
#: Who may do everything, and the password.
TESTER, TESTERS_PASSWORD = "kontor-tests", "made-up"


async def eventually(
    predicate: Callable[[], Answer | Awaitable[Answer]],
    *,
    timeout: float = 30,  # noqa: ASYNC109
) -> Answer:
    """Ask until the answer is true and give it back; a failed assertion inside counts as no."""
    end, pause, problem = asyncio.get_running_loop().time() + timeout, FIRST_PAUSE, ""
    while True:
        try:
            answer = predicate()
            if inspect.isawaitable(answer):
                answer = await answer
            if answer:
                return answer
            problem = f"the last answer was {answer!r}"
        except AssertionError as failure:
            problem = str(failure)
        if asyncio.get_running_loop().time() > end:
            raise AssertionError(f"not within {timeout:g} s: {problem}")
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


@dataclass(frozen=True)
class SmtpSink:
    """The mail server of the tests, seen from outside."""

    port: int
    directory: Path
    host: str = HOST

    def mails(self) -> list[Path]:
        return mails(self.directory)

    def obey(self, *rules: Rule) -> None:
        """Follow these rules and no others from now on."""
        write_rules(self.directory, rules)

    def empty(self) -> None:
        self.obey()
        for mail in self.mails():
            mail.unlink()


def pytest_configure() -> None:
    """Tests spread over several processes start their parts on ports of their own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    count = os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")
    os.environ.setdefault(SHARE, f"{worker}/{count}")


def runs_directory(factory: pytest.TempPathFactory) -> Path:
    """Below it lies what this run of tests and earlier ones left behind."""
    own = factory.getbasetemp()
    return own.parents[1] if "PYTEST_XDIST_WORKER" in os.environ else own.parent


@pytest.fixture(scope="session")
def parts_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data and logs of this run's parts; what a killed test run left running is ended first."""
    directory = tmp_path_factory.mktemp("parts")
    end_orphans(runs_directory(tmp_path_factory))
    return directory


@pytest.fixture(scope="session")
def parts_ports() -> dict[str, int]:
    return free_ports([*DEFAULT_PORTS, SIGNED_PORT])


@pytest.fixture(scope="session")
def broker_certificate(parts_directory: Path) -> Certified:
    return certified(parts_directory / "certificates")


@pytest.fixture(scope="session")
def signed_listener(
    parts_ports: dict[str, int], broker_certificate: Certified
) -> kafka_part.SignedListener:
    """A second door of the tests' broker, which shows who it is and asks who the client is."""
    return kafka_part.SignedListener(
        port=parts_ports[SIGNED_PORT],
        passwords={TESTER: TESTERS_PASSWORD},
        keystore=broker_certificate.keystore,
        trusted=(TESTER,),
    )


@pytest.fixture(scope="session")
async def kafka(
    parts_directory: Path,
    parts_ports: dict[str, int],
    signed_listener: kafka_part.SignedListener,
) -> AsyncIterator[str]:
    """The bootstrap address of a broker without topics."""
    program = kafka_part.kafka(parts_directory / "kafka", parts_ports, signed_listener)
    async with running(program, parts_directory):
        yield kafka_part.bootstrap(parts_ports)


@pytest.fixture(scope="session")
async def mongo_url(parts_directory: Path, parts_ports: dict[str, int]) -> AsyncIterator[str]:
    program = mongod_part.mongod(parts_directory / "mongod", parts_ports)
    async with running(program, parts_directory):
        yield mongod_part.mongo_url(parts_ports)


@pytest.fixture(scope="session")
def topic_prefix() -> str:
    """Keeps this run's topics apart from those of any other on the same broker."""
    return f"test-{uuid.uuid4().hex[:8]}."


@pytest.fixture(scope="session")
async def mongo_client(mongo_url: str) -> AsyncIterator[MongoClient]:
    """Who makes room between tests."""
    async with MongoClient(mongo_url) as client:
        yield client


@pytest.fixture(scope="module")
async def databases_of_module(mongo_client: MongoClient) -> AsyncIterator[str]:
    """How the names of a test module's databases begin; they are dropped after its last test."""
    name = f"test_{uuid.uuid4().hex}"
    yield name
    for database in await _named(mongo_client, name):
        await mongo_client.drop_database(database)


@pytest.fixture
async def database(mongo_client: MongoClient, databases_of_module: str) -> AsyncIterator[str]:
    """How the names of the test's databases begin. They hold no documents at its start.

    Collections and indexes stay from test to test, as making them takes longer than most tests.
    """
    yield databases_of_module
    for name in await _named(mongo_client, databases_of_module):
        used = mongo_client[name]
        names = await used.list_collection_names()
        await asyncio.gather(*(used[collection].delete_many({}) for collection in names))


async def _named(client: MongoClient, beginning: str) -> list[str]:
    names = await client.list_database_names()
    return [name for name in names if name.startswith(beginning)]


@pytest.fixture(scope="session")
async def running_smtp_sink(
    parts_directory: Path, parts_ports: dict[str, int]
) -> AsyncIterator[SmtpSink]:
    directory = parts_directory / "mail"
    program = smtp_part.smtp_sink(directory, parts_ports)
    async with running(program, parts_directory):
        yield SmtpSink(parts_ports[smtp_part.PORT_SETTING], directory)


@pytest.fixture
def smtp_sink(running_smtp_sink: SmtpSink) -> SmtpSink:
    """The mail server, without mails and rules of an earlier test."""
    running_smtp_sink.empty()
    return running_smtp_sink
