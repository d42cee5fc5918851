"""Support tickets through HTTP: the portal's side and the team's."""

from uuid import uuid4

import httpx
import pytest
from kontor_chassis.testing import token_of
from kontor_contracts.customers.team import Member
from kontor_tasks.app import Parts
from kontor_tasks.model.attachments import LARGEST
from kontor_tasks.model.parties import PartyName
from kontor_tasks.testing.service import Json, SignedIn, told

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.fixture
def rita(signed_in: SignedIn, kranz: PartyName) -> httpx.AsyncClient:
    """A contact of Kranz with the right to tickets."""
    return signed_in(
        token_of("contact", subject="c-1", name="Rita", party=str(kranz.id), rights=["tickets"])
    )


async def opened(client: httpx.AsyncClient, **fields: object) -> Json:
    answer = await client.post(
        "/tickets", json={"subject": "No tone", "text": "Since 8.", **fields}
    )
    ticket: Json = answer.raise_for_status().json()
    return ticket


def seen(ticket: Json) -> dict[str, str]:
    return {"If-Match": f'"{ticket["version"]}"'}


async def test_a_contact_opens_a_ticket_of_its_own_party(
    rita: httpx.AsyncClient, parts: Parts, kranz: PartyName
) -> None:
    ticket = await opened(rita)
    assert (ticket["number"], ticket["origin"], ticket["state"]) == ("T-000001", "portal", "open")
    assert (ticket["party_id"], ticket["opened_by"]) == (str(kranz.id), "Rita")
    assert await told(parts, ticket["id"]) == ["ticket-opened"]
    other = {"subject": "x", "text": "x", "party_id": str(uuid4())}
    assert (await rita.post("/tickets", json=other)).status_code == 403


async def test_a_contact_sees_only_its_own_partys_tickets(
    rita: httpx.AsyncClient, desk_of_ada: httpx.AsyncClient, parts: Parts, kranz: PartyName
) -> None:
    other = kranz.model_copy(update={"id": uuid4(), "number": "K-000124"})
    await parts.transactions.run(lambda tx: parts.desk.replicas.keep_parties([other], tx))
    own = await opened(desk_of_ada, party_id=str(kranz.id))
    foreign = await opened(desk_of_ada, party_id=str(other.id))
    listed = (await rita.get("/tickets", params={"party_id": str(other.id)})).json()["items"]
    assert [one["id"] for one in listed] == [own["id"]]
    path = f"/tickets/{foreign['id']}"
    for tail in ("", "/messages", "/attachments", f"/attachments/{uuid4()}"):
        assert (await rita.get(path + tail)).status_code == 404
    assert (await rita.post(f"{path}/messages", json={"text": "x"})).status_code == 404
    answer = await rita.post(f"{path}/attachments", params={"name": "a.txt"}, content=b"x")
    assert answer.status_code == 404


async def test_a_contact_without_the_right_sees_none(signed_in: SignedIn, kranz: PartyName) -> None:
    finance = signed_in(token_of("contact", party=str(kranz.id), rights=["invoices"]))
    assert (await finance.get("/tickets")).status_code == 403
    nobodys = signed_in(token_of("contact", rights=["tickets"]))
    assert (await nobodys.get("/tickets")).status_code == 403


async def test_internal_notes_and_files_are_hidden_from_the_customer(
    rita: httpx.AsyncClient, desk_of_ada: httpx.AsyncClient
) -> None:
    ticket = await opened(rita)
    path = f"/tickets/{ticket['id']}"
    await desk_of_ada.post(f"{path}/messages", json={"text": "Pays late.", "internal": True})
    await desk_of_ada.post(f"{path}/messages", json={"text": "We look."})
    note = {"name": "note.txt", "internal": True}
    kept = await desk_of_ada.post(f"{path}/attachments", params=note, content=b"secret")
    assert kept.status_code == 201
    shown = (await rita.get(f"{path}/messages")).json()["items"]
    assert [one["text"] for one in shown] == ["Since 8.", "We look."]
    assert len((await desk_of_ada.get(f"{path}/messages")).json()["items"]) == 3
    assert (await rita.get(f"{path}/attachments")).json()["items"] == []
    assert (await rita.get(f"{path}/attachments/{kept.json()['id']}")).status_code == 404
    assert (await rita.get(path)).json()["messages"] == 2
    assert (await rita.get(f"{path}/history")).status_code == 403
    await rita.post(f"{path}/messages", json={"text": "Mine", "internal": True})
    assert (await rita.get(f"{path}/messages")).json()["items"][-1]["text"] == "Mine"


async def test_the_team_works_on_a_ticket_until_it_is_closed_and_the_customer_opens_it_again(
    rita: httpx.AsyncClient, desk_of_ada: httpx.AsyncClient, ada: Member, parts: Parts
) -> None:
    ticket = await opened(rita)
    path = f"/tickets/{ticket['id']}"
    work = {"state": "in-progress", "assignee_id": str(ada.id), "priority": "high"}
    changed = await desk_of_ada.put(path, json=ticket | work, headers=seen(ticket))
    assert (changed.status_code, changed.json()["assignee_name"]) == (200, ada.name)
    assert (await desk_of_ada.put(path, json=ticket, headers=seen(ticket))).status_code == 412
    assert (await rita.put(path, json=ticket, headers=seen(ticket))).status_code == 403
    now_closed = changed.json() | {"state": "closed"}
    closed = await desk_of_ada.put(path, json=now_closed, headers=seen(changed.json()))
    assert (await rita.get("/tickets", params={"unclosed": True})).json()["items"] == []
    await rita.post(f"{path}/messages", json={"text": "Again!"})
    (again,) = (await rita.get("/tickets", params={"unclosed": True})).json()["items"]
    assert (again["state"], again["version"]) == ("open", closed.json()["version"] + 1)
    facts = ["ticket-opened", "ticket-changed", "ticket-closed", "ticket-changed"]
    assert await told(parts, ticket["id"]) == facts
    lines = (await desk_of_ada.get(f"{path}/history")).json()["items"]
    assert [line["author"]["name"] for line in lines] == ["Rita", ada.name, ada.name, "Rita"]


async def test_attachments_are_what_their_content_says_and_come_back_unchanged(
    rita: httpx.AsyncClient, desk_of_ada: httpx.AsyncClient
) -> None:
    ticket = await opened(rita)
    path = f"/tickets/{ticket['id']}/attachments"
    made = await rita.post(path, params={"name": "../rack.txt"}, content=PNG)
    assert made.status_code == 201
    assert (made.json()["name"], made.json()["media_type"]) == ("rack.txt", "image/png")
    again = await rita.post(path, params={"name": "rack.txt"}, content=PNG)
    assert again.json()["id"] == made.json()["id"]
    file = await desk_of_ada.get(f"{path}/{made.json()['id']}")
    assert file.content == PNG
    assert file.headers["content-disposition"].startswith("attachment")
    assert file.headers["x-content-type-options"] == "nosniff"
    program = await rita.post(path, params={"name": "photo.png"}, content=b"MZ\x90" + bytes(64))
    assert (program.status_code, program.json()["code"]) == (415, "attachment-type")
    large = await rita.post(path, params={"name": "big.txt"}, content=b"x" * (LARGEST + 1))
    assert large.status_code == 413
    assert (await rita.post(path, params={"name": "a.txt"}, content=b"")).status_code == 422


async def test_a_refused_file_leaves_nothing_behind(rita: httpx.AsyncClient, parts: Parts) -> None:
    ticket = await opened(rita)
    path = f"/tickets/{ticket['id']}/attachments"
    for _ in range(2):
        await rita.post(path, params={"name": "a.txt"}, content=b"hello")
    assert await parts.database["attachments.files"].count_documents({}) == 1


async def test_staff_opens_tickets_for_known_customers_once(
    desk_of_ada: httpx.AsyncClient, kranz: PartyName
) -> None:
    body = {"subject": "Phone call", "text": "No tone", "party_id": str(kranz.id)}
    key = {"Idempotency-Key": "t-1"}
    first = await desk_of_ada.post("/tickets", json=body, headers=key)
    again = await desk_of_ada.post("/tickets", json=body, headers=key)
    assert (first.status_code, first.json()) == (201, again.json())
    assert first.json()["origin"] == "staff"
    unknown = await desk_of_ada.post("/tickets", json=body | {"party_id": str(uuid4())})
    assert (unknown.status_code, unknown.headers["retry-after"]) == (409, "1")
    nobodys = await desk_of_ada.post("/tickets", json={"subject": "x", "text": "x"})
    assert nobodys.json()["fields"][0]["field"] == "party_id"
