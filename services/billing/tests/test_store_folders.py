"""Folders and standard installations over HTTP, on real records, without other processes."""

import asyncio
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient
from kontor_billing.app import Parts
from kontor_billing.testing.records import a_mandate, a_party, debit_details
from kontor_billing.testing.seeding import Records, store
from kontor_chassis.ids import new_id
from kontor_contracts.billing.folder import FolderActivated
from kontor_contracts.customers.party import Party

Json = dict[str, object]

FIBRE = {
    "title": "Glasfaser",
    "phases": [
        {"key": "plan", "title": "Planen", "tasks": [{"key": "order", "title": "Bestellen"}]},
        {
            "key": "build",
            "title": "Bauen",
            "delay_days": 3,
            "tasks": [{"key": "dig", "title": "Graben", "role": "technician"}],
        },
    ],
}
LINE = {
    "kind": "recurring",
    "description": "Glasfaser",
    "unit_price": "29.90",
    "start": "2026-10-01",
}


@pytest.fixture
async def party(parts: Parts) -> Party:
    party = a_party(lifecycle="prospect")
    await store(parts.billing, Records(parties=[party]))
    return party


async def opened(web: AsyncClient, party: Party, **fields: object) -> Json:
    request = {"number": "01", "title": "Zentrale", "lines": [LINE], **fields}
    answer = await web.post(f"/parties/{party.id}/folders", json=request)
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


async def test_an_activation_carries_its_installation_and_who_fills_the_slots_once(
    parts: Parts, quiet_web: AsyncClient, party: Party
) -> None:
    assert (await quiet_web.put("/standard-installations/fibre", json=FIBRE)).status_code == 200
    ada = str(uuid4())
    folder = await opened(
        quiet_web, party, standard_installation="fibre", roles={"technician": ada}
    )
    path = f"/folders/{folder['id']}/activate"
    answers = await asyncio.gather(*(quiet_web.post(path) for _ in range(20)))
    assert {(one.status_code, one.json()["version"]) for one in answers} == {(200, 2)}
    changed = FIBRE | {"title": "Anders"}
    assert (await quiet_web.put("/standard-installations/fibre", json=changed)).json()[
        "version"
    ] == 2
    (row,) = [row async for row in parts.database["outbox"].find({"type": "folder-activated"})]
    fact = FolderActivated.model_validate_json(row["body"])
    assert fact.installation
    assert (fact.installation.key, fact.installation.title) == ("fibre", "Glasfaser")
    assert fact.roles == {"technician": UUID(ada)}


async def test_what_a_folder_names_and_nobody_knows_is_refused_all_at_once(
    parts: Parts, quiet_web: AsyncClient, party: Party
) -> None:
    payment = {"method": "sepa-debit", "mandate_id": str(uuid4())}
    request = {
        "number": "01",
        "title": "x",
        "standard_installation": "fibr",
        "payment": payment,
        "payer_id": str(uuid4()),
        "batch": "B",
    }
    answer = await quiet_web.post(f"/parties/{party.id}/folders", json=request)
    assert answer.status_code == 422
    assert {one["field"] for one in answer.json()["fields"]} == {
        "standard_installation",
        "batch",
        "payer_id",
        "payment.mandate_id",
    }
    assert await parts.database["folders"].count_documents({}) == 0


async def test_a_customer_entered_a_moment_ago_is_waited_for_though_nothing_is_published_yet(
    quiet_web: AsyncClient,
) -> None:
    request = {"number": "01", "title": "Zentrale"}
    early = await quiet_web.post(f"/parties/{new_id()}/folders", json=request)
    assert (early.status_code, early.json()["code"]) == (409, "not-yet-known")
    assert early.headers["Retry-After"] == "1"
    never = await quiet_web.post(f"/parties/{uuid4()}/folders", json=request)
    assert (never.status_code, never.json()["code"]) == (404, "not-found")


async def test_payers_and_mandates_entered_a_moment_ago_are_waited_for(
    quiet_web: AsyncClient, party: Party
) -> None:
    payer: Json = {"payer_id": str(new_id())}
    mandate: Json = {"payment": {"method": "sepa-debit", "mandate_id": str(new_id())}}
    for named in (payer, mandate):
        request = {"number": "01", "title": "Zentrale", **named}
        answer = await quiet_web.post(f"/parties/{party.id}/folders", json=request)
        assert (answer.status_code, answer.json()["code"]) == (409, "not-yet-known")


async def test_a_folder_is_changed_from_the_version_that_was_seen(
    parts: Parts, quiet_web: AsyncClient, party: Party
) -> None:
    mandate = a_mandate()
    payer = a_party()
    details = debit_details(payer.id, [mandate])
    await store(parts.billing, Records(parties=[payer], payments=[details]))
    await quiet_web.put("/batches/A", json={})
    folder = await opened(quiet_web, party)
    path = f"/folders/{folder['id']}"
    terms = {
        "title": "Werk",
        "site": "Halle 3",
        "roles": {"sales": str(uuid4())},
        "purchase_order": "PO-7",
        "payment": {"method": "sepa-debit", "mandate_id": str(mandate.id)},
        "payer_id": str(payer.id),
        "batch": "A",
    }
    answer = await quiet_web.put(path, json=terms, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    assert {name: answer.json()[name] for name in terms} == terms
    stale = await quiet_web.put(path, json=terms | {"site": "x"}, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.headers["ETag"]) == (412, '"2"')
    again = await quiet_web.put(path, json=terms, headers={"If-Match": '"1"'})
    assert (again.status_code, again.json()["version"]) == (200, 2)


async def test_a_folder_goes_from_draft_to_closed_with_its_days(
    parts: Parts, quiet_web: AsyncClient, party: Party
) -> None:
    folder = await opened(quiet_web, party)
    path = f"/folders/{folder['id']}"
    assert (await quiet_web.post(f"{path}/suspend")).status_code == 409
    await quiet_web.post(f"{path}/activate")
    days = {"suspend": "2099-02-01", "resume": "2099-03-01", "close": "2099-04-01"}
    for step, on in days.items():
        answer = await quiet_web.post(f"{path}/{step}", json={"on": on})
        assert answer.status_code == 200, answer.text
    last = (await quiet_web.get(path)).json()
    assert (last["state"], last["closed_on"], last["version"]) == ("closed", "2099-04-01", 5)
    assert last["suspensions"] == [{"start": "2099-02-01", "end": "2099-03-01"}]
    assert last["lines"][0]["end"] == "2099-04-01"
    assert (await quiet_web.put(path, json={"title": "x"})).status_code == 409
    kinds = [row["type"] async for row in parts.database["outbox"].find().sort("_id")]
    assert sorted(kinds) == sorted(
        ["folder-opened", "folder-activated", "folder-changed", "folder-changed", "folder-closed"]
    )


async def test_pauses_and_prices_of_a_line_are_set_and_overlaps_are_refused_by_name(
    quiet_web: AsyncClient, party: Party
) -> None:
    folder = await opened(quiet_web, party, lines=[])
    path = f"/folders/{folder['id']}/lines"
    key = {"Idempotency-Key": str(uuid4())}
    added = await quiet_web.post(path, json=LINE, headers=key)
    assert added.status_code == 201, added.text
    assert (await quiet_web.post(path, json=LINE, headers=key)).json() == added.json()
    line = f"{path}/{added.json()['lines'][0]['id']}"
    pauses = [{"start": "2026-11-01", "end": "2026-12-01"}]
    prices = [{"start": "2027-01-01", "unit_price": "31.123456"}]
    said = LINE | {"pauses": pauses, "prices": prices, "discount_amount": "2.50"}
    answer = await quiet_web.put(line, json=said, headers={"If-Match": '"2"'})
    assert answer.status_code == 200, answer.text
    kept = answer.json()["lines"][0]
    assert (kept["pauses"], kept["prices"]) == (pauses, prices)
    wrong = said | {"pauses": [*pauses, {"start": "2026-11-20"}], "prices": prices * 2}
    refused = await quiet_web.put(line, json=wrong)
    assert refused.status_code == 422
    assert {one["field"] for one in refused.json()["fields"]} == {
        "pauses.1.start",
        "prices.1.start",
    }
    many_places = {"prices": [{"start": "2027-01-01", "unit_price": "1.1234567"}]}
    places = await quiet_web.put(line, json=said | many_places)
    assert [one["field"] for one in places.json()["fields"]] == ["prices.0.unit_price"]
    assert (await quiet_web.get(f"/folders/{folder['id']}")).json() == answer.json()


async def test_a_template_whose_tasks_wait_for_nothing_before_them_is_refused(
    quiet_web: AsyncClient,
) -> None:
    waiting = {"key": "a", "title": "a", "unlocking": "after-task", "after": "b"}
    phases = [{"key": "p", "title": "p", "tasks": [waiting]}]
    path = "/standard-installations/fibre"
    answer = await quiet_web.put(path, json={"title": "x", "phases": phases})
    assert (answer.status_code, answer.json()["fields"][0]["field"]) == (422, "phases")
    empty = await quiet_web.put(path, json={"title": "", "phases": []})
    assert {one["field"] for one in empty.json()["fields"]} == {"title", "phases"}
    assert (await quiet_web.get("/standard-installations")).json()["items"] == []


async def test_a_wrong_line_names_every_wrong_field(quiet_web: AsyncClient) -> None:
    line = {"kind": "recurring", "description": "x", "unit_price": "1.1234567", "start": "x"}
    answer = await quiet_web.post(
        f"/parties/{UUID(int=1)}/folders", json={"number": "0 1", "title": "", "lines": [line]}
    )
    assert answer.status_code == 422
    assert {one["field"] for one in answer.json()["fields"]} == {
        "number",
        "title",
        "lines.0.unit_price",
        "lines.0.start",
    }
