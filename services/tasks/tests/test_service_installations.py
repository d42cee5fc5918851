"""Standard installations: from an activation to the last task."""

from uuid import UUID

import httpx
from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.folder import FolderActivated
from kontor_contracts.customers.team import Member
from kontor_tasks.app import Parts
from kontor_tasks.model.installations import installation_id
from kontor_tasks.testing.records import a_phase, a_task, an_activation, an_installation
from kontor_tasks.testing.service import Json, moved, told
from kontor_tasks.usecases import installations

FIBRE = an_installation(
    a_phase("prepare", a_task("order", role="technician"), a_task("contract", role="sales")),
    a_phase("on-site", a_task("install", role="technician")),
)


async def activate(parts: Parts, *facts: FolderActivated) -> None:
    """As the subscription does it."""

    async def work(tx: Transaction) -> None:
        await installations.start(parts.desk, facts, tx)

    await parts.transactions.run(work)


async def actions_of(client: httpx.AsyncClient, folder_id: UUID) -> dict[str, Json]:
    answer = await client.get("/actions", params={"folder_id": str(folder_id)})
    return {one["installation_task"]: one for one in answer.raise_for_status().json()["items"]}


async def test_an_activation_opens_the_first_phases_tasks_for_who_fills_the_slots(
    parts: Parts, desk_of_ada: httpx.AsyncClient, ada: Member
) -> None:
    fact = an_activation(FIBRE, technician=ada.id)
    await activate(parts, fact)
    opened = await actions_of(desk_of_ada, fact.folder.id)
    assert set(opened) == {"order", "contract"}
    assert opened["order"]["assignee_name"] == ada.name
    assert (opened["contract"]["assignee_id"], opened["contract"]["role"]) == (None, "sales")
    assert opened["order"]["party_id"] == str(fact.folder.party_id)


async def test_an_empty_slot_without_a_team_of_its_name_is_listed_for_assignment(
    parts: Parts, desk_of_ada: httpx.AsyncClient
) -> None:
    await activate(parts, an_activation(FIBRE))
    listed = (await desk_of_ada.get("/actions", params={"to_assign": True})).json()["items"]
    assert [one["installation_task"] for one in listed] == ["order"]


async def test_an_activation_that_comes_twice_is_applied_once(
    parts: Parts, desk_of_ada: httpx.AsyncClient
) -> None:
    fact = an_activation(FIBRE)
    await activate(parts, fact, fact)
    await activate(parts, fact)
    opened = await actions_of(desk_of_ada, fact.folder.id)
    assert set(opened) == {"order", "contract"}
    assert await told(parts, opened["order"]["id"]) == ["action-planned"]


async def test_finishing_a_phase_opens_the_next_and_progress_shows_it(
    parts: Parts, desk_of_ada: httpx.AsyncClient, ada: Member
) -> None:
    fact = an_activation(FIBRE, technician=ada.id)
    await activate(parts, fact)
    opened = await actions_of(desk_of_ada, fact.folder.id)
    await moved(desk_of_ada, opened["order"], "done")
    assert "install" not in await actions_of(desk_of_ada, fact.folder.id)
    await moved(desk_of_ada, opened["contract"], "skipped")
    following = (await actions_of(desk_of_ada, fact.folder.id))["install"]
    assert following["assignee_id"] == str(ada.id)
    path = f"/folders/{fact.folder.id}/installation"
    progress = (await desk_of_ada.get(path)).json()
    assert (progress["done"], progress["total"]) == (2, 3)
    assert [task["state"] for task in progress["phases"][1]["tasks"]] == ["open"]
    done = await moved(desk_of_ada, following, "done")
    assert (await desk_of_ada.get(path)).json()["done"] == 3
    await moved(desk_of_ada, done, "open")
    assert (await desk_of_ada.get(path)).json()["done"] == 2


async def test_a_later_template_does_not_touch_a_running_installation(
    parts: Parts, desk_of_ada: httpx.AsyncClient
) -> None:
    fact = an_activation(FIBRE)
    await activate(parts, fact)
    newer = an_installation(a_phase("prepare", a_task("other")), version=2)
    await activate(parts, fact.model_copy(update={"installation": newer}))
    running = (await desk_of_ada.get(f"/folders/{fact.folder.id}/installation")).json()
    assert running["total"] == 3
    query = {"party_id": str(fact.folder.party_id)}
    assert (await desk_of_ada.get("/installations", params=query)).json()["items"] == [running]


async def test_a_delay_that_is_over_opens_its_tasks_by_the_clock(
    parts: Parts, desk_of_ada: httpx.AsyncClient
) -> None:
    delayed = an_installation(
        a_phase("one", a_task("a")), a_phase("two", a_task("b"), delay_days=2)
    )
    fact = an_activation(delayed)
    await activate(parts, fact)
    await moved(desk_of_ada, (await actions_of(desk_of_ada, fact.folder.id))["a"], "done")
    assert await installations.open_delayed(parts.desk) == 0
    rows = parts.database["installations"]
    identity = installation_id(fact.folder.id)
    await rows.update_one(  # two days later
        {"_id": identity},
        {"$set": {"next_opening": "2020-01-01", "tasks.0.finished_on": "2020-01-01"}},
    )
    assert await installations.open_delayed(parts.desk) == 1
    assert await installations.open_delayed(parts.desk) == 0
    assert "b" in await actions_of(desk_of_ada, fact.folder.id)


async def test_a_folder_without_an_installation_has_no_progress(
    parts: Parts, desk_of_ada: httpx.AsyncClient
) -> None:
    fact = an_activation(None)
    await activate(parts, fact)
    answer = await desk_of_ada.get(f"/folders/{fact.folder.id}/installation")
    assert answer.status_code == 404
