"""All of delivery, and those outside that its settings name."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from kontor_chassis.testing import in_background
from kontor_chassis.tokens import KeyRing
from kontor_delivery import app
from kontor_delivery.settings import DeliverySettings
from kontor_delivery.testing.chorus import ChorusDesk
from kontor_delivery.testing.clock import MovedClock
from kontor_delivery.testing.gocardless import Provider
from kontor_delivery.testing.service import Service
from kontor_delivery.testing.stand_in import serving
from kontor_local.child import running
from kontor_local.ports import free_ports
from kontor_local.smtp_sink import PORT_SETTING, smtp_sink
from kontor_local.testing import SmtpSink

from .mailing import Started

PAUSE = timedelta(seconds=0.2)


@pytest.fixture
def moved_clock(monkeypatch: pytest.MonkeyPatch) -> MovedClock:
    return MovedClock(monkeypatch)


@pytest.fixture(scope="module")
def desk() -> Iterator[ChorusDesk]:
    desk = ChorusDesk()
    with serving(desk.stand_in):
        yield desk


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    provider = Provider()
    with serving(provider.stand_in):
        yield provider


@pytest.fixture(scope="module")
def mail_port() -> int:
    """Where delivery looks for the mail server, whether there is one or not."""
    return free_ports([PORT_SETTING])[PORT_SETTING]


@pytest.fixture
def mail_server(mail_port: int, tmp_path: Path) -> Started:
    """Within the block, the mail server is there."""

    @asynccontextmanager
    async def started() -> AsyncIterator[SmtpSink]:
        async with running(smtp_sink(tmp_path / "mail", {PORT_SETTING: mail_port}), tmp_path):
            yield SmtpSink(mail_port, tmp_path / "mail")

    return started


@pytest.fixture(scope="module")
def outside(mail_port: int, desk: ChorusDesk, provider: Provider) -> dict[str, object]:
    """Settings that name who is outside: they answer within seconds or never."""
    mail = {"smtp_port": mail_port, "smtp_timeout_seconds": 6}
    return {**mail, **desk.settings(), **provider.settings(), "webhook_timeout_seconds": 60}


@pytest.fixture(scope="module")
def delivery_settings(
    kafka: str, mongo_url: str, topics_of_module: str, outside: dict[str, object]
) -> DeliverySettings:
    return DeliverySettings(
        kafka_bootstrap=kafka,
        mongo_url=mongo_url,
        topic_prefix=topics_of_module,
        database_prefix=f"test_{uuid4().hex}_",
        document_slots=1,
        webhook_allow_private=True,
        provider_retry=PAUSE,
        **outside,
    )


@pytest.fixture(scope="module")
async def service(delivery_settings: DeliverySettings, key_ring: KeyRing) -> AsyncIterator[Service]:
    """All of delivery's processes."""
    settings = delivery_settings
    async with app.connected(settings) as parts:
        tasks = [task for worker in app.WORKERS.values() for task in worker(parts)]
        async with in_background(*tasks):
            yield Service(settings, app.http(parts), key_ring)
        await parts.client.drop_database(parts.database)
