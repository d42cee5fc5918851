"""Facts of other services on the real broker: copied, and made into actions and tickets."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import httpx
import pytest
from kontor_chassis.testing import (
    Publish,
    has_read_all,
    in_background,
    leave_unread,
    published,
)
from kontor_contracts.customers.organisation import OrganisationConfigured
from kontor_contracts.customers.party import CustomerRegistered, Lifecycle, Party
from kontor_contracts.customers.team import Member, TeamMemberJoined, TeamMemberLeft
from kontor_contracts.delivery.delivery import Channel, DeliveryFailed
from kontor_contracts.tasks.action import ActionPlanned
from kontor_contracts.tasks.ticket import TicketReported
from kontor_contracts.topics import TASKS_ACTION
from kontor_local.testing import eventually
from kontor_tasks import app
from kontor_tasks.app import Parts
from kontor_tasks.subscribers import GROUP
from kontor_tasks.testing.records import (
    BERLIN,
    a_member,
    a_phase,
    a_task,
    an_activation,
    an_installation,
)
from kontor_tasks.testing.service import Json


@pytest.fixture
async def running(parts: Parts) -> AsyncIterator[None]:
    """Relay and subscribers."""
    await leave_unread(parts.settings, GROUP)
    tasks = [task for worker in app.WORKERS.values() for task in worker(parts)]
    async with in_background(*tasks):
        yield


def a_failure(party_id: UUID, **changes: object) -> DeliveryFailed:
    values: dict[str, object] = {
        "invoice_id": uuid4(),
        "invoice_number": "2026-000123",
        "party_id": party_id,
        "at": datetime(2026, 11, 4, 9, tzinfo=UTC),
        "channel": Channel.EMAIL,
        "code": "refused",
        "reason": "who@example.org: 550 no such user",
    }
    return DeliveryFailed.model_validate(values | changes)


async def actions_of(client: httpx.AsyncClient, party_id: UUID) -> list[Json]:
    answer = await client.get("/actions", params={"party_id": str(party_id)})
    return list(answer.raise_for_status().json()["items"])


async def all_is_read(parts: Parts) -> None:
    """Wait until the service has handled every message, also the one told twice."""
    await eventually(lambda: has_read_all(parts.settings, GROUP), timeout=60)


@pytest.mark.usefixtures("running")
async def test_a_failed_delivery_told_twice_is_one_action(
    desk_of_ada: httpx.AsyncClient, parts: Parts, publish: Publish
) -> None:
    party_id = uuid4()
    first, second = a_failure(party_id), a_failure(party_id)
    await publish(first, first, second)

    await all_is_read(parts)
    found = await actions_of(desk_of_ada, party_id)
    expected = sorted([str(first.invoice_id), str(second.invoice_id)])
    assert sorted(one["invoice_id"] for one in found) == expected

    async def all_told() -> bool:
        facts = await published(parts.settings, TASKS_ACTION)
        planned = [one.action for one in facts if isinstance(one, ActionPlanned)]
        return len([one for one in planned if one.party_id == party_id]) == 2

    await eventually(all_told, timeout=30)


@pytest.mark.usefixtures("running")
async def test_a_rule_changes_what_the_next_fact_opens(
    admin: httpx.AsyncClient, publish: Publish, ada: Member
) -> None:
    rule = {"kind": "call", "working_days": 5, "assignee_id": str(ada.id), "priority": "urgent"}
    path = "/action-rules/delivery-failed"
    assert (await admin.put(path, json=rule)).status_code == 428
    seen = {"If-Match": '"0"'}
    assert (await admin.put(path, json=rule, headers=seen)).headers["etag"] == '"1"'
    unknown = await admin.put("/action-rules/no-such-fact", json=rule, headers=seen)
    assert unknown.status_code == 404
    failure = a_failure(uuid4())
    await publish(failure)

    async def opened() -> list[Json]:
        return await actions_of(admin, failure.party_id)

    (action,) = await eventually(opened, timeout=60)
    assert (action["kind"], action["due_on"]) == ("call", "2026-11-11")
    assert (action["priority"], action["assignee_id"]) == ("urgent", str(ada.id))
    off = await admin.put(path, json=rule | {"active": False}, headers={"If-Match": '"1"'})
    assert off.json()["version"] == 2
    rules = {rule["key"]: rule for rule in (await admin.get("/action-rules")).json()["items"]}
    assert not rules["delivery-failed"]["active"]


def a_customer(party_id: UUID) -> Party:
    return Party(
        id=party_id,
        version=1,
        number="K-000777",
        lifecycle=Lifecycle.CUSTOMER,
        name="Kranz",
    )


@pytest.mark.usefixtures("running")
async def test_an_activation_told_twice_starts_its_installation_once(
    desk_of_ada: httpx.AsyncClient, parts: Parts, publish: Publish
) -> None:
    carl = a_member(name="Carl")
    fact = an_activation(an_installation(a_phase("one", a_task("a", role="sales"))), sales=carl.id)
    gone = carl.model_copy(update={"version": 2, "active": False})
    joined, left = TeamMemberJoined(member=carl), TeamMemberLeft(member=gone)
    await publish(OrganisationConfigured(organisation=BERLIN), joined, left, fact, fact)

    async def to_assign() -> list[Json]:
        answer = await desk_of_ada.get("/actions", params={"to_assign": True})
        return list(answer.json()["items"])

    await all_is_read(parts)
    (action,) = await to_assign()
    assert (action["installation_task"], action["assignee_name"]) == ("a", "Carl")


@pytest.mark.usefixtures("running")
async def test_a_report_told_twice_is_one_ticket_of_the_customer_it_names(
    desk_of_ada: httpx.AsyncClient, parts: Parts, publish: Publish
) -> None:
    party = a_customer(uuid4())
    await publish(OrganisationConfigured(organisation=BERLIN), CustomerRegistered(party=party))

    async def name_is_known() -> bool:
        return await parts.desk.replicas.party(party.id) is not None

    await eventually(name_is_known, timeout=30)
    report = TicketReported(
        report_id="4711", account_number="K-000777", title="Down", text="No answer", reporter="NMS"
    )
    await publish(report, report)

    async def tickets() -> list[Json]:
        return list((await desk_of_ada.get("/tickets")).json()["items"])

    await all_is_read(parts)
    (ticket,) = await tickets()
    assert (ticket["origin"], ticket["opened_by"]) == ("system", "NMS")
    assert ticket["party_name"] == "Kranz"


@pytest.mark.usefixtures("running")
async def test_a_report_about_an_unknown_customer_is_parked(
    admin: httpx.AsyncClient, publish: Publish
) -> None:
    report = TicketReported(
        report_id="1", account_number="K-999999", title="Down", text="No answer", reporter="NMS"
    )
    await publish(report)

    async def parked() -> list[Json]:
        return list((await admin.get("/parked")).json()["items"])

    (message,) = await eventually(parked, timeout=60)
    assert "K-999999" in message["reason"]
