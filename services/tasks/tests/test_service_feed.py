"""The calendar feed through HTTP."""

import httpx
import pytest
import vobject
from kontor_contracts.customers.team import Member
from kontor_tasks.app import Parts
from kontor_tasks.testing.service import SignedIn, moved, planned


@pytest.fixture
def stranger(signed_in: SignedIn) -> httpx.AsyncClient:
    """A calendar program: no token but the link's."""
    return signed_in("")


async def opened(client: httpx.AsyncClient) -> str:
    answer = await client.post("/feed")
    assert answer.status_code == 201
    return str(answer.json()["path"])


async def test_the_feed_holds_own_actions_only_and_is_valid(
    desk_of_ada: httpx.AsyncClient, stranger: httpx.AsyncClient, ada: Member
) -> None:
    mine = await planned(desk_of_ada, assignee_id=str(ada.id), due_on="2026-11-04")
    await planned(desk_of_ada, role="support")
    answer = await stranger.get(await opened(desk_of_ada))
    assert answer.headers["content-type"].startswith("text/calendar")
    calendar = vobject.readOne(answer.text)
    assert [entry.uid.value for entry in calendar.vevent_list] == [f"{mine['id']}@kontor"]


async def test_an_etag_spares_what_has_not_changed(
    desk_of_ada: httpx.AsyncClient, stranger: httpx.AsyncClient, ada: Member
) -> None:
    action = await planned(desk_of_ada, assignee_id=str(ada.id))
    path = await opened(desk_of_ada)
    first = await stranger.get(path)
    seen = {"If-None-Match": first.headers["etag"]}
    assert (await stranger.get(path, headers=seen)).status_code == 304
    await moved(desk_of_ada, action, "done")
    after = await stranger.get(path, headers=seen)
    assert (after.status_code, "✓ Call back" in after.text) == (200, True)


async def test_a_wrong_or_revoked_link_opens_nothing(
    desk_of_ada: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    assert (await stranger.get("/feeds/made-up.ics")).status_code == 404
    first = await opened(desk_of_ada)
    second = await opened(desk_of_ada)
    assert (await stranger.get(first)).status_code == 404
    assert (await stranger.get(second)).status_code == 200
    assert (await desk_of_ada.get("/feed")).json()["active"]
    assert (await desk_of_ada.delete("/feed")).status_code == 204
    assert (await stranger.get(second)).status_code == 404
    assert not (await desk_of_ada.get("/feed")).json()["active"]


async def test_the_link_of_who_has_left_opens_nothing(
    desk_of_ada: httpx.AsyncClient, stranger: httpx.AsyncClient, ada: Member, parts: Parts
) -> None:
    path = await opened(desk_of_ada)
    gone = ada.model_copy(update={"active": False, "version": 2})
    await parts.transactions.run(lambda tx: parts.desk.replicas.keep_members([gone], tx))
    assert (await stranger.get(path)).status_code == 404


async def test_only_the_links_hash_is_kept(desk_of_ada: httpx.AsyncClient, parts: Parts) -> None:
    path = await opened(desk_of_ada)
    token = path.removeprefix("/feeds/").removesuffix(".ics")
    row = await parts.database["feeds"].find_one({})
    assert row
    assert token not in str(row)


async def test_who_is_not_of_the_team_has_no_feed(admin: httpx.AsyncClient) -> None:
    assert (await admin.post("/feed")).status_code == 403
