"""Delivery's processes for deposits, and Chorus Pro as far as its client sees it."""

from collections.abc import AsyncIterator, Iterator

import pytest
from kontor_chassis.testing import Publish, in_background
from kontor_chassis.tokens import KeyRing
from kontor_delivery import app
from kontor_delivery.settings import DeliverySettings
from kontor_delivery.testing.chorus import (
    ChorusDesk,
)
from kontor_delivery.testing.service import Service
from kontor_delivery.testing.stand_in import serving

from .flows import UBL, configured


@pytest.fixture(scope="module")
def desk() -> Iterator[ChorusDesk]:
    desk = ChorusDesk()
    with serving(desk.stand_in):
        yield desk


@pytest.fixture(scope="module")
async def parts(delivery_settings: DeliverySettings, desk: ChorusDesk) -> AsyncIterator[app.Parts]:
    """Only the processes that deposits need."""
    settings = DeliverySettings.model_validate(
        {**delivery_settings.model_dump(), **desk.settings()}
    )
    async with app.connected(settings) as parts:
        processes = (app.replicas, app.chorus_pro, app.relay)
        async with in_background(*(task for one in processes for task in one(parts))):
            yield parts
        await parts.client.drop_database(parts.database)


@pytest.fixture(scope="module")
async def service(parts: app.Parts, key_ring: KeyRing) -> Service:
    return Service(parts.settings, app.http(parts), key_ring)


@pytest.fixture
async def _organisation(parts: app.Parts, publish: Publish) -> None:
    await configured(parts, publish, UBL)


@pytest.fixture(autouse=True)
def _no_faults_left(desk: ChorusDesk) -> Iterator[None]:
    yield
    assert not desk.stand_in.faults
