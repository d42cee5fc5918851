"""Each service's API in this process, on a real database, for tests of all its routes."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack

import httpx
import pytest
from kontor_chassis.mongo import Client, connect
from kontor_chassis.settings import ServiceSettings
from kontor_chassis.tokens import KeyRing
from kontor_local.apis import application, services

from .manifests import Manifest, built


@pytest.fixture(params=services())
def service(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    settings_of_module: Callable[..., ServiceSettings],
) -> str:
    """Its name; what is made of it now is connected to topics and databases of this module."""
    settings = settings_of_module(ServiceSettings)
    for name in ("kafka_bootstrap", "topic_prefix", "mongo_url", "database_prefix"):
        monkeypatch.setenv(f"KONTOR_{name.upper()}", str(getattr(settings, name)))
    return str(request.param)


@pytest.fixture
async def http(
    service: str, key_ring: KeyRing, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[httpx.AsyncClient]:
    async with AsyncExitStack() as stack:

        def closed_at_the_end(settings: ServiceSettings) -> Client:
            client = connect(settings)
            stack.push_async_callback(client.close)
            return client

        monkeypatch.setattr(f"kontor_{service}.app.connect", closed_at_the_end)
        app = application(service)
        app.state.keys = key_ring
        transport = httpx.ASGITransport(app)
        yield await stack.enter_async_context(
            httpx.AsyncClient(transport=transport, base_url="http://kontor.example")
        )


@pytest.fixture(scope="module")
def production() -> list[Manifest]:
    return built("production")
