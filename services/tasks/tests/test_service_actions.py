"""Actions through HTTP: from entering to done."""

import asyncio
from collections import Counter
from uuid import uuid4

import httpx
import pytest
from kontor_chassis.ids import new_id
from kontor_chassis.testing import token_of
from kontor_contracts.customers.team import Member
from kontor_tasks.app import Parts
from kontor_tasks.model.parties import PartyName
from kontor_tasks.testing.records import a_member
from kontor_tasks.testing.service import Json, SignedIn, moved, planned, told

#: An id that no party and no member has; the same in every test process.
NOBODY = "018f9d6a-0000-7000-8000-00000000dead"


def seen(action: Json) -> dict[str, str]:
    return {"If-Match": f'"{action["version"]}"'}


async def test_title_and_due_day_are_enough(desk_of_ada: httpx.AsyncClient, parts: Parts) -> None:
    answer = await desk_of_ada.post("/actions", json={"title": "Call", "due_on": "2026-11-04"})
    assert (answer.status_code, answer.headers["etag"]) == (201, '"1"')
    action = answer.json()
    assert (action["kind"], action["state"], action["priority"]) == ("task", "open", "normal")
    assert await told(parts, action["id"]) == ["action-planned"]
    read = await desk_of_ada.get(answer.headers["location"])
    assert read.json() == action


async def test_an_action_names_its_party_and_its_doer(
    desk_of_ada: httpx.AsyncClient, ada: Member, kranz: PartyName
) -> None:
    action = await planned(desk_of_ada, party_id=str(kranz.id), assignee_id=str(ada.id))
    assert (action["party_name"], action["assignee_name"]) == ("Kranz", "Ada Beispiel")


async def test_an_action_goes_from_open_over_waiting_to_done_and_each_step_is_told(
    desk_of_ada: httpx.AsyncClient, parts: Parts
) -> None:
    action = await planned(desk_of_ada)
    for state in ("started", "waiting", "done"):
        action = await moved(desk_of_ada, action, state)
        assert action["state"] == state
    facts = ["action-planned", "action-changed", "action-changed", "action-completed"]
    assert await told(parts, action["id"]) == facts
    path = f"/actions/{action['id']}"
    refused = await desk_of_ada.post(
        f"{path}/move", json={"state": "waiting"}, headers=seen(action)
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "finished-action")
    assert (await moved(desk_of_ada, action, "open"))["state"] == "open"


async def test_an_action_changes_hands_with_a_word_on_why(
    desk_of_ada: httpx.AsyncClient, ada: Member
) -> None:
    action = await planned(desk_of_ada, role="support")
    path = f"/actions/{action['id']}"
    body = {"assignee_id": str(ada.id), "comment": "You know them best."}
    answer = await desk_of_ada.post(f"{path}/hand-over", json=body, headers=seen(action))
    assert (answer.status_code, answer.json()["assignee_name"]) == (200, ada.name)
    (comment,) = (await desk_of_ada.get(f"{path}/comments")).json()["items"]
    assert (comment["text"], comment["author"]["name"]) == ("You know them best.", ada.name)


async def test_comments_come_in_order_and_once(desk_of_ada: httpx.AsyncClient) -> None:
    action = await planned(desk_of_ada)
    path = f"/actions/{action['id']}/comments"
    key = {"Idempotency-Key": "c-1"}
    for text in ("First", "First"):
        answer = await desk_of_ada.post(path, json={"text": text}, headers=key)
        assert answer.status_code == 201
    await desk_of_ada.post(path, json={"text": "Second\nline"})
    items = (await desk_of_ada.get(path)).json()["items"]
    assert [one["text"] for one in items] == ["First", "Second\nline"]


async def test_history_says_who_changed_what(desk_of_ada: httpx.AsyncClient, ada: Member) -> None:
    action = await moved(desk_of_ada, await planned(desk_of_ada), "started")
    lines = (await desk_of_ada.get(f"/actions/{action['id']}/history")).json()["items"]
    assert [line["version"] for line in lines] == [2, 1]
    assert lines[0]["author"] == {"subject": str(ada.id), "name": ada.name, "door": "http"}
    assert lines[0]["changes"] == [{"field": "state", "before": "open", "after": "started"}]


async def test_the_second_editor_gets_the_current_version(desk_of_ada: httpx.AsyncClient) -> None:
    action = await planned(desk_of_ada)
    path = f"/actions/{action['id']}"
    body = {"title": "Other", "due_on": "2026-11-05"}
    answers = await asyncio.gather(
        *(
            desk_of_ada.put(path, json=body | {"title": f"E{n}"}, headers=seen(action))
            for n in range(5)
        )
    )
    assert Counter(answer.status_code for answer in answers) == {200: 1, 412: 4}
    stale = next(answer for answer in answers if answer.status_code == 412)
    assert stale.headers["etag"] == '"2"'
    assert (await desk_of_ada.put(path, json=body)).status_code == 428


async def test_a_record_read_can_be_sent_back(
    desk_of_ada: httpx.AsyncClient, kranz: PartyName
) -> None:
    action = await planned(desk_of_ada, party_id=str(kranz.id), due_at="2026-11-04T23:30:00Z")
    answer = await desk_of_ada.put(f"/actions/{action['id']}", json=action, headers=seen(action))
    assert (answer.status_code, answer.json()) == (200, action)


async def test_the_same_idempotency_key_enters_one_action(desk_of_ada: httpx.AsyncClient) -> None:
    key = {"Idempotency-Key": "k-1"}
    body = {"title": "Call", "due_on": "2026-11-04"}
    first = await desk_of_ada.post("/actions", json=body, headers=key)
    again = await desk_of_ada.post("/actions", json=body, headers=key)
    assert first.json() == again.json()
    other = await desk_of_ada.post("/actions", json=body | {"title": "Mail"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")


async def test_every_wrong_field_is_named_at_once(desk_of_ada: httpx.AsyncClient) -> None:
    answer = await desk_of_ada.post(
        "/actions", json={"title": "\x07", "due_on": "1999-01-01", "priority": "asap", "colour": 1}
    )
    assert answer.status_code == 422
    named = {one["field"] for one in answer.json()["fields"]}
    assert named == {"title", "due_on", "priority", "colour"}


@pytest.mark.parametrize(
    ("field", "value", "status", "code"),
    [
        ("kind", "no-such-kind", 422, "invalid-input"),
        ("assignee_id", NOBODY, 422, "invalid-input"),
        ("party_id", NOBODY, 409, "not-yet-known"),
    ],
)
async def test_what_an_action_names_must_be_there(
    desk_of_ada: httpx.AsyncClient, field: str, value: str, status: int, code: str
) -> None:
    body = {"title": "Call", "due_on": "2026-11-04", field: value}
    answer = await desk_of_ada.post("/actions", json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_who_was_invited_a_moment_ago_is_waited_for(desk_of_ada: httpx.AsyncClient) -> None:
    body = {"title": "Call", "due_on": "2026-11-04", "assignee_id": str(new_id())}
    answer = await desk_of_ada.post("/actions", json=body)
    assert (answer.status_code, answer.json()["code"]) == (409, "not-yet-known")


async def test_open_actions_of_who_has_left_and_of_nobody_are_listed_for_reassignment(
    desk_of_ada: httpx.AsyncClient, ada: Member, parts: Parts
) -> None:
    carl = a_member(name="Carl")
    keep = parts.desk.replicas.keep_members
    await parts.transactions.run(lambda tx: keep([carl], tx))
    his = await planned(desk_of_ada, assignee_id=str(carl.id))
    done = await planned(desk_of_ada, assignee_id=str(carl.id))
    await moved(desk_of_ada, done, "done")
    nobodys = await planned(desk_of_ada)
    await planned(desk_of_ada, assignee_id=str(ada.id))
    await planned(desk_of_ada, role="sales")
    gone = carl.model_copy(update={"active": False, "version": 2})
    await parts.transactions.run(lambda tx: keep([gone], tx))
    listed = (await desk_of_ada.get("/actions", params={"to_assign": True})).json()["items"]
    assert {one["id"] for one in listed} == {his["id"], nobodys["id"]}
    refused = await desk_of_ada.post(
        f"/actions/{nobodys['id']}/hand-over",
        json={"assignee_id": str(carl.id)},
        headers=seen(nobodys),
    )
    assert refused.status_code == 422


async def test_kinds_are_configured_and_a_retired_one_is_offered_no_more(
    admin: httpx.AsyncClient, desk_of_ada: httpx.AsyncClient
) -> None:
    name = {"de": "Vor-Ort-Termin", "fr": "Visite", "en": "Visit"}
    assert (await desk_of_ada.put("/action-kinds/visit", json={"name": name})).status_code == 403
    made = await admin.put("/action-kinds/visit", json={"name": name})
    assert (made.status_code, made.headers["etag"]) == (200, '"1"')
    action = await planned(desk_of_ada, kind="visit")
    off = {"name": name, "active": False}
    assert (await admin.put("/action-kinds/visit", json=off)).status_code == 428
    await admin.put("/action-kinds/visit", json=off, headers={"If-Match": '"1"'})
    body = {"title": "Visit", "due_on": "2026-11-04", "kind": "visit"}
    assert (await desk_of_ada.post("/actions", json=body)).status_code == 422
    kept = await desk_of_ada.put(f"/actions/{action['id']}", json=body, headers=seen(action))
    assert kept.status_code == 200
    kinds = (await desk_of_ada.get("/action-kinds")).json()["items"]
    assert {kind["key"] for kind in kinds} >= {"visit", "call", "installation"}
    built_in = {"name": {"de": "Telefonat"}}
    renamed = await admin.put("/action-kinds/call", json=built_in, headers={"If-Match": '"0"'})
    assert renamed.json()["version"] == 1


async def test_only_the_team_sees_actions(signed_in: SignedIn, ada: Member) -> None:
    contact = signed_in(token_of("contact", party=str(uuid4()), rights=["tickets"]))
    for path in ("/actions", "/calendar/month", f"/actions/{ada.id}", "/feed", "/installations"):
        assert (await signed_in("").get(path)).status_code == 401
        assert (await contact.get(path)).status_code == 403
