"""The whole service on real parts, for tests through its doors."""

from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from kontor_chassis.settings import ServiceSettings
from kontor_chassis.testing import token_of
from kontor_chassis.tokens import KeyRing
from kontor_contracts.customers.team import Member

from kontor_tasks.app import Parts, connected, http
from kontor_tasks.model.parties import PartyName
from kontor_tasks.testing.records import BERLIN, TODAY, a_member, a_party

Json = dict[str, Any]
#: HTTP in the name of somebody.
SignedIn = Callable[[str], httpx.AsyncClient]


@pytest.fixture(scope="module")
async def standing(
    settings_of_module: Callable[..., ServiceSettings], key_ring: KeyRing
) -> AsyncIterator[tuple[Parts, FastAPI]]:
    """The service as built once for all tests of a module."""
    async with connected(settings_of_module(ServiceSettings)) as made:
        served = http(made)
        served.state.keys = key_ring
        yield made, served


@pytest.fixture
def parts(
    standing: tuple[Parts, FastAPI],
    database: str,  # noqa: ARG001  # which empties it after the test
) -> Parts:
    return standing[0]


@pytest.fixture
async def signed_in(standing: tuple[Parts, FastAPI]) -> AsyncIterator[SignedIn]:
    """Makes clients by access token."""
    transport = httpx.ASGITransport(standing[1])

    def client(token: str) -> httpx.AsyncClient:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.AsyncClient(transport=transport, base_url="http://tasks", headers=headers)

    yield client
    await transport.aclose()


@pytest.fixture
async def ada(parts: Parts) -> Member:
    """A member of the support team at an organisation in Berlin."""
    member = a_member()
    await parts.transactions.run(lambda tx: parts.desk.replicas.keep_members([member], tx))
    await parts.transactions.run(lambda tx: parts.desk.replicas.keep_organisation(BERLIN, tx))
    return member


@pytest.fixture
async def kranz(parts: Parts) -> PartyName:
    """A customer that is known."""
    party = a_party()
    await parts.transactions.run(lambda tx: parts.desk.replicas.keep_parties([party], tx))
    return party


@pytest.fixture
def desk_of_ada(ada: Member, signed_in: SignedIn) -> httpx.AsyncClient:
    """HTTP as Ada."""
    return signed_in(token_of("support", subject=str(ada.id), name=ada.name))


@pytest.fixture
def admin(ada: Member, signed_in: SignedIn) -> httpx.AsyncClient:
    """HTTP as an admin at Ada's organisation."""
    assert ada.active  # noqa: S101  # her organisation is there too
    return signed_in(token_of("admin", subject=str(uuid4()), name="Admin"))


async def planned(client: httpx.AsyncClient, **fields: object) -> Json:
    """A new action, as the service answers it."""
    answer = await client.post(
        "/actions", json={"title": "Call back", "due_on": TODAY.isoformat(), **fields}
    )
    action: Json = answer.raise_for_status().json()
    return action


async def moved(client: httpx.AsyncClient, action: Json, state: str) -> Json:
    """The action in another state."""
    answer = await client.post(
        f"/actions/{action['id']}/move",
        json={"state": state},
        headers={"If-Match": f'"{action["version"]}"'},
    )
    after: Json = answer.raise_for_status().json()
    return after


async def told(parts: Parts, subject: object) -> list[str]:
    """The types of the facts about one record, as they wait in the outbox."""
    rows = parts.database["outbox"].find({"subject": str(subject)}).sort([("order", 1), ("_id", 1)])
    return [row["type"] async for row in rows]
