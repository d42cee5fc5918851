"""Billing on the real parts: all its processes for a file, or its records for one test."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, tzinfo
from uuid import uuid4

import pytest
from httpx import ASGITransport, AsyncClient
from kontor_billing.app import WORKERS, Parts, connected, http, worker
from kontor_billing.model.vat_rates import SEED
from kontor_billing.settings import BillingSettings
from kontor_chassis import clock
from kontor_chassis.settings import ServiceSettings
from kontor_chassis.testing import in_background, token_of
from kontor_chassis.tokens import KeyRing


@pytest.fixture(scope="module")
def _in_2026() -> Iterator[None]:
    """Time goes on from a noon of 2026: numbers tell the year in which they are given."""
    behind = datetime.now(UTC) - datetime(2026, 11, 27, 12, tzinfo=UTC)

    class Behind:
        @staticmethod
        def now(zone: tzinfo) -> datetime:
            return datetime.now(zone) - behind

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "datetime", Behind)
        yield


@pytest.fixture
def settings(settings_for: Callable[..., ServiceSettings]) -> ServiceSettings:
    return settings_for(BillingSettings, chunk_parties=3)


@pytest.fixture(scope="module")
async def connection(settings_of_module: Callable[..., ServiceSettings]) -> AsyncIterator[Parts]:
    """Made once for a file: its indexes and topics stay when a test's documents go."""
    async with connected(settings_of_module(BillingSettings, chunk_parties=3)) as built:
        yield built


@pytest.fixture
async def parts(connection: Parts, settings: BillingSettings) -> Parts:  # noqa: ARG001  # empties
    """Billing's records, with none but the law's VAT rates; nothing runs."""
    await connection.billing.rates.seed(SEED)
    return connection


@pytest.fixture(scope="module")
async def running(kafka: str, mongo_url: str, topics_of_module: str) -> AsyncIterator[Parts]:
    """All processes of billing, with two workers."""
    settings = BillingSettings(
        kafka_bootstrap=kafka,
        mongo_url=mongo_url,
        topic_prefix=topics_of_module,
        database_prefix=f"test_{uuid4().hex}_",
        chunk_parties=3,
    )
    async with connected(settings) as built, connected(settings) as other:
        tasks = [task for process in WORKERS.values() for task in process(built)]
        async with in_background(*tasks, *worker(other)):
            yield built
        await built.client.drop_database(built.database)


@asynccontextmanager
async def entered(parts: Parts, key_ring: KeyRing) -> AsyncIterator[AsyncClient]:
    """The HTTP door, entered by an admin."""
    app = http(parts)
    app.state.keys = key_ring
    headers = {"Authorization": f"Bearer {token_of('admin')}"}
    transport = ASGITransport(app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://billing", headers=headers) as web:
        yield web


@pytest.fixture
async def web(running: Parts, key_ring: KeyRing) -> AsyncIterator[AsyncClient]:
    async with entered(running, key_ring) as client:
        yield client


@pytest.fixture
async def quiet_web(parts: Parts, key_ring: KeyRing) -> AsyncIterator[AsyncClient]:
    """The door of a billing whose other processes do not run."""
    async with entered(parts, key_ring) as client:
        yield client
