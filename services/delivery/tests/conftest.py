"""All of delivery's processes, running for the tests of one file."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from kontor_chassis.testing import in_background
from kontor_chassis.tokens import KeyRing
from kontor_delivery import app
from kontor_delivery.settings import DeliverySettings
from kontor_delivery.testing import gocardless
from kontor_delivery.testing.clock import MovedClock
from kontor_delivery.testing.service import Service
from kontor_delivery.testing.stand_in import serving
from kontor_local.testing import SmtpSink


@pytest.fixture
def moved_clock(monkeypatch: pytest.MonkeyPatch) -> MovedClock:
    return MovedClock(monkeypatch)


@pytest.fixture(scope="module")
def provider() -> Iterator[gocardless.Provider]:
    """GoCardless, as far as its client sees it."""
    provider = gocardless.Provider()
    with serving(provider.stand_in):
        yield provider


@pytest.fixture(scope="module")
def outside(
    provider: gocardless.Provider, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, object]:
    """Settings that name what is outside."""
    return {
        "bounce_maildir": tmp_path_factory.mktemp("bounces"),
        "provider_retry": timedelta(seconds=0.2),
        **provider.settings(),
    }


@pytest.fixture(scope="module")
def delivery_settings(
    kafka: str,
    mongo_url: str,
    topics_of_module: str,
    running_smtp_sink: SmtpSink,
    outside: dict[str, object],
) -> DeliverySettings:
    return DeliverySettings(
        kafka_bootstrap=kafka,
        mongo_url=mongo_url,
        topic_prefix=topics_of_module,
        database_prefix=f"test_{uuid4().hex}_",
        smtp_host=running_smtp_sink.host,
        smtp_port=running_smtp_sink.port,
        smtp_timeout_seconds=60,
        mail_per_minute={"slow.example": 1},
        document_slots=1,
        closing_hour=0,
        closing_look_seconds=0.2,
        webhook_allow_private=True,
        **outside,
    )


@pytest.fixture(scope="module")
async def service(delivery_settings: DeliverySettings, key_ring: KeyRing) -> AsyncIterator[Service]:
    async with app.connected(delivery_settings) as parts:
        tasks = [task for worker in app.WORKERS.values() for task in worker(parts)]
        async with in_background(*tasks):
            yield Service(delivery_settings, app.http(parts), key_ring)
        await parts.client.drop_database(parts.database)
