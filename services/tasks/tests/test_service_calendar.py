"""The list over all customers and its calendar, and what the clock tells."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest
from kontor_chassis.clock import now
from kontor_chassis.testing import token_of
from kontor_contracts.customers.team import Member
from kontor_tasks.app import Parts
from kontor_tasks.model.calendar import day_of
from kontor_tasks.model.parties import PartyName
from kontor_tasks.testing.service import SignedIn, moved, planned, told
from kontor_tasks.usecases.overdue import tell_overdue


def today_in_berlin() -> date:
    return day_of(now(), ZoneInfo("Europe/Berlin"))


async def titles(client: httpx.AsyncClient, **query: object) -> list[str]:
    answer = await client.get("/actions", params=query)
    return [one["title"] for one in answer.raise_for_status().json()["items"]]


async def test_mine_and_my_teams(desk_of_ada: httpx.AsyncClient, ada: Member) -> None:
    await planned(desk_of_ada, title="mine", assignee_id=str(ada.id))
    await planned(desk_of_ada, title="team", role="support")
    await planned(desk_of_ada, title="others", role="sales")
    assert await titles(desk_of_ada, scope="mine") == ["mine"]
    assert await titles(desk_of_ada, scope="team") == ["team"]
    assert len(await titles(desk_of_ada)) == 3


async def test_who_is_no_member_has_no_list_of_its_own(signed_in: SignedIn) -> None:
    machine = signed_in(token_of("integration", subject="monitoring"))
    assert (await machine.get("/actions", params={"scope": "mine"})).status_code == 403


async def test_filters_hold_all_at_once(desk_of_ada: httpx.AsyncClient, kranz: PartyName) -> None:
    await planned(desk_of_ada, title="hit", party_id=str(kranz.id), kind="call")
    await planned(desk_of_ada, title="other kind", party_id=str(kranz.id))
    await planned(desk_of_ada, title="other party", kind="call")
    asked = {"party_id": str(kranz.id), "kind": "call", "state": "open", "unfinished": True}
    assert await titles(desk_of_ada, **asked) == ["hit"]


@pytest.mark.parametrize("view", ["month", "week", "agenda"])
async def test_a_calendar_view_is_the_list_of_its_days(
    desk_of_ada: httpx.AsyncClient, view: str
) -> None:
    for number in range(60):
        due_on = date(2026, 10, 20) + timedelta(days=number)
        await planned(desk_of_ada, title=str(due_on), due_on=due_on.isoformat())
    asked = {"day": "2026-11-04", "limit": 20}
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = await desk_of_ada.get(
            f"/calendar/{view}", params=asked | ({"cursor": cursor} if cursor else {})
        )
        shown = page.raise_for_status().json()
        found += [one["title"] for one in shown["items"]]
        cursor = shown["next_cursor"]
    days = shown["days"]
    listed = await titles(desk_of_ada, due_from=days["first"], due_until=days["last"], limit=100)
    assert found == listed == [one["day"] for one in shown["counts"]]
    assert len(found) == {"month": 30, "week": 7, "agenda": 30}[view]


async def test_the_day_that_has_an_hour_more_holds_what_is_due_from_midnight_to_midnight(
    desk_of_ada: httpx.AsyncClient,
) -> None:
    """In Berlin clocks go back on 25 October 2026: its 25 hours begin at 22:00 UTC."""
    for moment in ("24T21:59", "24T22:00", "25T00:30", "25T22:59", "25T23:00"):
        await planned(desk_of_ada, title=moment, due_on=None, due_at=f"2026-10-{moment}:00Z")
    of_the_day = {"due_from": "2026-10-25", "due_until": "2026-10-25"}
    assert await titles(desk_of_ada, **of_the_day) == ["24T22:00", "25T00:30", "25T22:59"]
    shown = (await desk_of_ada.get("/calendar/week", params={"day": "2026-10-25"})).json()
    counted = {one["day"]: one["count"] for one in shown["counts"]}
    assert counted == {"2026-10-24": 1, "2026-10-25": 3}


async def test_without_a_day_the_calendar_shows_today(desk_of_ada: httpx.AsyncClient) -> None:
    await planned(desk_of_ada, due_on=today_in_berlin().isoformat())
    shown = (await desk_of_ada.get("/calendar/agenda")).json()
    assert shown["days"]["first"] == today_in_berlin().isoformat()
    assert len(shown["items"]) == 1


async def test_overdue_is_told_once_per_due_day(
    desk_of_ada: httpx.AsyncClient, parts: Parts
) -> None:
    yesterday = today_in_berlin() - timedelta(days=1)
    late = await planned(desk_of_ada, title="late", due_on=yesterday.isoformat())
    timed = await planned(
        desk_of_ada, title="timed", due_at=(now() - timedelta(minutes=1)).isoformat()
    )
    await planned(desk_of_ada, title="today", due_on=today_in_berlin().isoformat())
    done = await planned(desk_of_ada, title="done", due_on=yesterday.isoformat())
    await moved(desk_of_ada, done, "done")
    assert await titles(desk_of_ada, overdue=True) == ["late", "timed"]
    assert [await tell_overdue(parts.desk) for _ in range(3)] == [2, 0, 0]
    for action in (late, timed):
        assert await told(parts, action["id"]) == ["action-planned", "action-overdue"]
    path = f"/actions/{late['id']}"
    shown = (await desk_of_ada.get(path)).json()
    assert shown["overdue"]
    earlier = shown | {"due_on": (yesterday - timedelta(days=1)).isoformat()}
    await desk_of_ada.put(path, json=earlier, headers={"If-Match": '"2"'})
    assert await tell_overdue(parts.desk) == 1
    assert (await told(parts, late["id"]))[-1] == "action-overdue"


async def test_a_made_up_cursor_is_refused(desk_of_ada: httpx.AsyncClient) -> None:
    for cursor in ("?", "bm8", "x" * 50):
        assert (await desk_of_ada.get("/actions", params={"cursor": cursor})).status_code == 422
