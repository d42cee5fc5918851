"""The whole service through both doors, on real parts."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import httpx
import pytest
from kontor_chassis.settings import ServiceSettings
from kontor_chassis.testing import Publish, in_background, published, token_of
from kontor_chassis.tokens import KeyRing
from kontor_contracts.delivery.delivery import Channel, DeliveryFailed
from kontor_contracts.tasks.action import ActionPlanned
from kontor_contracts.topics import TASKS_ACTION
from kontor_local.testing import eventually
from kontor_tasks import app


@pytest.fixture
async def http(settings: ServiceSettings, key_ring: KeyRing) -> AsyncIterator[httpx.AsyncClient]:
    async with app.connected(settings) as parts:
        served = app.http(parts)
        served.state.keys = key_ring
        tasks = [task for worker in app.WORKERS.values() for task in worker(parts)]
        transport = httpx.ASGITransport(served)
        async with (
            in_background(*tasks),
            httpx.AsyncClient(transport=transport, base_url="http://tasks") as client,
        ):
            client.headers["Authorization"] = f"Bearer {token_of('accounting')}"
            yield client
        await parts.client.drop_database(parts.database)


def a_failure(party_id: UUID) -> DeliveryFailed:
    return DeliveryFailed(
        invoice_id=uuid4(),
        invoice_number="2026-000123",
        party_id=party_id,
        at=datetime(2026, 11, 4, 9, tzinfo=UTC),
        channel=Channel.EMAIL,
        code="refused",
        reason="who@example.org: 550 no such user",
    )


async def test_a_failed_delivery_told_twice_is_one_action(
    http: httpx.AsyncClient, settings: ServiceSettings, publish: Publish
) -> None:
    party_id = uuid4()
    first, second = a_failure(party_id), a_failure(party_id)
    await publish(first, first, second)

    async def both() -> list[str]:
        answer = await http.get("/actions", params={"state": "open", "party_id": str(party_id)})
        found = [item["invoice_id"] for item in answer.json()["items"]]
        return found if str(second.invoice_id) in found else []

    found = await eventually(both, timeout=30)
    assert sorted(found) == sorted([str(first.invoice_id), str(second.invoice_id)])

    async def told() -> bool:
        facts = await published(settings, TASKS_ACTION)
        planned = [one.action for one in facts if isinstance(one, ActionPlanned)]
        return len([one for one in planned if one.party_id == party_id]) == 2

    await eventually(told)


async def test_an_action_is_read_by_its_id(http: httpx.AsyncClient, publish: Publish) -> None:
    failure = a_failure(uuid4())
    await publish(failure)
    query = {"party_id": str(failure.party_id)}

    async def listed() -> list[dict[str, str]]:
        return list((await http.get("/actions", params=query)).json()["items"])

    (item,) = await eventually(listed, timeout=30)
    read = await http.get(f"/actions/{item['id']}")
    assert read.json() == item
    assert (await http.get(f"/actions/{uuid4()}")).status_code == 404
    assert (await http.get("/actions", params={"cursor": "?"})).status_code == 422
