"""The whole service through both doors, on a real MongoDB and a real Kafka."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from kontor_chassis.testing import Publish, in_background, published
from kontor_chassis.tokens import KeyRing
from kontor_contracts.billing.folder import Folder, FolderActivated, FolderState
from kontor_contracts.customers.party import CustomerRegistered, PartyEvent, ProspectConverted
from kontor_contracts.customers.payment import PaymentDetailsChanged
from kontor_contracts.customers.signing_keys import SigningKey, SigningKeysPublished
from kontor_contracts.event import Event
from kontor_contracts.topic import Topic
from kontor_contracts.topics import (
    CUSTOMERS_ORGANISATION,
    CUSTOMERS_PARTY,
    CUSTOMERS_PAYMENT,
    CUSTOMERS_SIGNING_KEYS,
)
from kontor_customers.app import Parts, connected, http, prepare_sign_in, worker_tasks
from kontor_customers.settings import CustomersSettings
from kontor_customers.testing import GERMAN_IBAN, a_mandate, an_account, own_organisation
from kontor_local.testing import eventually

Json = dict[str, Any]

ADMIN = {"email": "admin@example.com", "password": "correct horse battery"}


@pytest.fixture
async def parts(settings_for: Callable[..., CustomersSettings]) -> AsyncIterator[Parts]:
    settings = settings_for(
        CustomersSettings, admin_email=ADMIN["email"], admin_password=ADMIN["password"]
    )
    async with connected(settings) as made:
        await prepare_sign_in(made)
        yield made


@pytest.fixture
async def door(parts: Parts) -> AsyncIterator[httpx.AsyncClient]:
    """HTTP without a token."""
    transport = httpx.ASGITransport(http(parts))
    async with httpx.AsyncClient(transport=transport, base_url="http://customers") as client:
        yield client


@pytest.fixture
async def admin(door: httpx.AsyncClient) -> httpx.AsyncClient:
    """HTTP as the first admin."""
    token = (await door.post("/token", json=ADMIN)).json()["access_token"]
    door.headers["Authorization"] = f"Bearer {token}"
    return door


async def events_of(parts: Parts, topic: Topic, about: str) -> list[Event]:
    """The facts about one aggregate, after the relay has carried everything."""

    async def all_is_published() -> bool:
        return await parts.database["outbox"].count_documents({}) == 0

    async with in_background(*await worker_tasks(parts, "relay")):
        await eventually(all_is_published)
    return [one for one in await published(parts.settings, topic) if one.subject == about]


async def created(admin: httpx.AsyncClient, kind: str = "customers", **fields: object) -> Json:
    answer = await admin.post(f"/{kind}", json={"name": "Glaserei Kranz", **fields})
    assert answer.status_code == 201, answer.text
    party: Json = answer.json()
    return party


async def imported(
    admin: httpx.AsyncClient, kind: str, text: str, *, dry_run: bool = False
) -> list[Json]:
    answer = await admin.post(
        f"/imports/{kind}", params={"dry_run": dry_run}, content=text.encode()
    )
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/x-ndjson"
    return [json.loads(line) for line in answer.text.splitlines()]


def sums(lines: list[Json]) -> tuple[int, int, int, int]:
    last = lines[-1]
    assert last["kind"] == "finished"
    return last["created"], last["updated"], last["unchanged"], last["refused"]


async def test_a_customer_is_entered_with_a_name_alone(
    admin: httpx.AsyncClient, parts: Parts
) -> None:
    answer = await admin.post("/customers", json={"name": "Glaserei Kranz"})
    assert (answer.status_code, answer.headers["etag"]) == (201, '"1"')
    party = answer.json()
    assert (party["number"], party["lifecycle"]) == ("K-000001", "customer")
    assert {one["code"] for one in party["missing"]} == {"no-address", "no-recipient"}
    (event,) = await events_of(parts, CUSTOMERS_PARTY, party["id"])
    assert isinstance(event, CustomerRegistered)
    assert event.party.name == "Glaserei Kranz"


async def test_every_wrong_field_is_named_at_once(admin: httpx.AsyncClient) -> None:
    answer = await admin.post(
        "/customers", json={"name": " ", "siret": "1", "billing_address": {"country": "XX"}}
    )
    assert answer.status_code == 422
    named = {one["field"] for one in answer.json()["fields"]}
    assert named == {"name", "siret", "billing_address.country"}


async def test_fifty_parallel_creates_get_fifty_numbers(admin: httpx.AsyncClient) -> None:
    parties = await asyncio.gather(*(created(admin, name=f"Kranz {n}") for n in range(50)))
    assert len({party["number"] for party in parties}) == 50


async def test_the_same_idempotency_key_enters_one_customer(admin: httpx.AsyncClient) -> None:
    key = {"Idempotency-Key": "k-1"}
    first = await admin.post("/customers", json={"name": "Kranz"}, headers=key)
    again = await admin.post("/customers", json={"name": "Kranz"}, headers=key)
    assert first.json() == again.json()
    other = await admin.post("/customers", json={"name": "Lux"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")


async def test_the_second_editor_gets_the_current_version(admin: httpx.AsyncClient) -> None:
    party = await created(admin)
    path, seen = f"/parties/{party['id']}", {"If-Match": '"1"'}
    first = await admin.put(path, json={"name": "First"}, headers=seen)
    second = await admin.put(path, json={"name": "Second"}, headers=seen)
    assert (first.status_code, second.status_code) == (200, 412)
    assert second.headers["etag"] == first.headers["etag"] == '"2"'
    assert (await admin.get(path)).json()["name"] == "First"


async def test_parallel_editors_lose_nothing(admin: httpx.AsyncClient) -> None:
    party = await created(admin)
    path, seen = f"/parties/{party['id']}", {"If-Match": '"1"'}
    answers = await asyncio.gather(
        *(admin.put(path, json={"name": f"Editor {n}"}, headers=seen) for n in range(10))
    )
    assert Counter(answer.status_code for answer in answers) == {200: 1, 412: 9}


async def test_a_change_without_a_version_is_refused(admin: httpx.AsyncClient) -> None:
    party = await created(admin)
    answer = await admin.put(f"/parties/{party['id']}", json={"name": "X"})
    assert answer.status_code == 428


async def test_a_record_read_can_be_sent_back(admin: httpx.AsyncClient) -> None:
    party = await created(admin, contacts=[{"name": "Rita"}])
    answer = await admin.put(f"/parties/{party['id']}", json=party, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.headers["etag"]) == (200, '"1"')


async def test_twenty_conversions_at_once_are_one(admin: httpx.AsyncClient, parts: Parts) -> None:
    contact = {"name": "Rita", "email": "rita@example.com"}
    prospect = await created(admin, "prospects", contacts=[contact])
    path = f"/parties/{prospect['id']}/convert"
    answers = await asyncio.gather(*(admin.post(path) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.json()["lifecycle"] for answer in answers} == {"customer"}
    assert answers[0].json()["contacts"] == prospect["contacts"]
    events = await events_of(parts, CUSTOMERS_PARTY, prospect["id"])
    assert Counter(event.type for event in events) == {
        "prospect-registered": 1,
        "prospect-converted": 1,
    }


def an_active_folder(party_id: str, *, installation: str) -> Folder:
    return Folder(
        id=uuid4(),
        version=2,
        party_id=UUID(party_id),
        number="01",
        title="Site",
        state=FolderState.ACTIVE,
        standard_installation=installation,
    )


async def test_an_active_folder_with_a_standard_installation_converts_its_prospect(
    admin: httpx.AsyncClient, parts: Parts, publish: Publish
) -> None:
    with_installation = await created(admin, "prospects")
    without = await created(admin, "prospects")

    async def lifecycle(party: Json) -> str:
        return str((await admin.get(f"/parties/{party['id']}")).json()["lifecycle"])

    async def is_converted() -> bool:
        return await lifecycle(with_installation) == "customer"

    async with in_background(*await worker_tasks(parts, "subscribers")):
        await publish(FolderActivated(folder=an_active_folder(without["id"], installation="")))
        folder = an_active_folder(with_installation["id"], installation="fibre")
        await publish(FolderActivated(folder=folder), FolderActivated(folder=folder))
        await eventually(is_converted, timeout=20)
    assert await lifecycle(without) == "prospect"
    events = await events_of(parts, CUSTOMERS_PARTY, with_installation["id"])
    assert sum(isinstance(event, ProspectConverted) for event in events) == 1


async def test_a_debit_needs_the_own_organisation_and_one_error_says_all(
    admin: httpx.AsyncClient, parts: Parts
) -> None:
    party = await created(admin)
    path = f"/parties/{party['id']}/payment"
    debit = {"method": "sepa-debit", "accounts": [an_account()], "mandates": [a_mandate()]}
    await admin.put("/organisation", json={"name": "Beispielnetz"})
    refused = await admin.put(path, json=debit)
    assert (refused.status_code, refused.json()["code"]) == (409, "organisation-incomplete")
    assert [one["field"] for one in refused.json()["fields"]] == [
        "organisation.iban",
        "organisation.bic",
        "organisation.creditor_id",
    ]
    await admin.put("/organisation", json=own_organisation(), headers={"If-Match": '"1"'})
    accepted = await admin.put(path, json=debit)
    assert (accepted.status_code, accepted.headers["etag"]) == (200, '"1"')
    assert accepted.json()["mandate_id"] == accepted.json()["mandates"][0]["id"]
    (event,) = await events_of(parts, CUSTOMERS_PAYMENT, party["id"])
    assert isinstance(event, PaymentDetailsChanged)
    assert event.payment.accounts[0].iban == GERMAN_IBAN


async def test_a_mandate_reference_is_used_once_for_ever(admin: httpx.AsyncClient) -> None:
    await admin.put("/organisation", json=own_organisation())
    mine, yours = await created(admin), await created(admin)
    body = {"accounts": [an_account()], "mandates": [a_mandate(reference="M-7", state="draft")]}
    put = await admin.put(f"/parties/{mine['id']}/payment", json=body)
    emptied = await admin.put(
        f"/parties/{mine['id']}/payment", json={}, headers={"If-Match": put.headers["etag"]}
    )
    assert emptied.status_code == 200
    body["mandates"] = [a_mandate(reference="m-7")]
    taken = await admin.put(f"/parties/{yours['id']}/payment", json=body)
    assert [one["code"] for one in taken.json()["fields"]] == ["reference-taken"]


async def test_histories_tell_who_changed_what_and_mask_ibans(admin: httpx.AsyncClient) -> None:
    party = await created(admin)
    path = f"/parties/{party['id']}"
    await admin.put(path, json={"name": "Kranz & Co"}, headers={"If-Match": '"1"'})
    await admin.put(f"{path}/payment", json={"accounts": [an_account()]})
    first = (await admin.get(f"{path}/history", params={"limit": 2})).json()
    rest = (
        await admin.get(f"{path}/history", params={"cursor": first["next_cursor"], "limit": 2})
    ).json()
    payment, change, creation = first["items"] + rest["items"]
    assert rest["next_cursor"] is None
    assert change["author"]["door"] == "http"
    assert change["changes"] == [
        {"field": "name", "before": "Glaserei Kranz", "after": "Kranz & Co"}
    ]
    assert creation["changes"][0]["before"] is None
    assert "DE…3000" in json.dumps(payment, ensure_ascii=False)
    assert GERMAN_IBAN not in json.dumps(payment)


async def test_parties_are_found_page_by_page(admin: httpx.AsyncClient) -> None:
    for name in ("Müller Bau", "Mueller Holz", "Maier", "Muller SARL"):
        await created(admin, name=name)
    await created(admin, "prospects", name="Müller Prospekt")
    found, cursor = [], ""
    for _ in range(4):
        page = (
            await admin.get("/parties", params={"q": "mul", "limit": 2, "cursor": cursor})
        ).json()
        found += [one["name"] for one in page["items"]]
        if not (cursor := page["next_cursor"] or ""):
            break
    assert found == ["Müller Bau", "Müller Prospekt", "Muller SARL"]
    by_number = await admin.get("/parties", params={"q": "K-000003"})
    assert [one["name"] for one in by_number.json()["items"]] == ["Maier"]
    prospects = await admin.get("/parties", params={"lifecycle": "prospect"})
    assert [one["name"] for one in prospects.json()["items"]] == ["Müller Prospekt"]


async def test_a_made_up_cursor_is_refused(admin: httpx.AsyncClient) -> None:
    assert (await admin.get("/parties", params={"cursor": "bm8"})).status_code == 422


async def test_wrong_rows_are_refused_and_nothing_of_them_is_stored(
    admin: httpx.AsyncClient, parts: Parts
) -> None:
    text = (
        "number;name;delivery_method;country\n"
        "K-000200;Good;email-notice;DE\n"
        "K-000201;Bad;pigeon;XX\n"
        "K-000200;Double;;\n"
        "K-000202;;;\n"
    )
    lines = await imported(admin, "customers", text)
    refused = [line for line in lines if line["kind"] == "refused"]
    assert [(line["row"], line["column"]) for line in refused] == [
        (3, "country"),
        (3, "delivery_method"),
        (4, "number"),
        (5, "name"),
    ]
    assert all(line["reason"] for line in refused)
    assert sums(lines) == (1, 0, 0, 3)
    assert await parts.database["parties"].count_documents({}) == 1


async def test_the_account_numbers_go_on_behind_imported_ones(admin: httpx.AsyncClient) -> None:
    await imported(admin, "customers", "number;name\nK-000200;Kranz\nOLD-7;Lux\n")
    assert (await created(admin))["number"] == "K-000201"


async def test_a_dry_run_tells_all_and_saves_nothing(
    admin: httpx.AsyncClient, parts: Parts
) -> None:
    text = "number;name\nK-1;Kranz\nK-2;\n"
    lines = await imported(admin, "customers", text, dry_run=True)
    assert sums(lines) == (1, 0, 0, 1)
    assert await parts.database["parties"].count_documents({}) == 0


async def test_importing_the_same_files_again_changes_nothing(
    admin: httpx.AsyncClient, parts: Parts
) -> None:
    await admin.put("/organisation", json=own_organisation())
    files = {
        "customers": "number;name\nK-1;Kranz\nK-2;Lux\n",
        "contacts": "number;name;email;invoice_recipient\nK-1;Ada;ada@example.com;to\n",
        "payments": (
            "number;key;method;iban;mandate_reference;mandate_signed_on;default\n"
            f"K-1;main;sepa-debit;{GERMAN_IBAN};M-1;2026-01-02;yes\n"
        ),
    }
    first = [sums(await imported(admin, kind, text)) for kind, text in files.items()]
    again = [sums(await imported(admin, kind, text)) for kind, text in files.items()]
    assert first == [(2, 0, 0, 0), (1, 0, 0, 0), (1, 0, 0, 0)]
    assert again == [(0, 0, 2, 0), (0, 0, 1, 0), (0, 0, 1, 0)]
    party = (await admin.get("/parties", params={"q": "kranz"})).json()["items"][0]
    events = await events_of(parts, CUSTOMERS_PARTY, party["id"])
    versions = [event.party.version for event in events if isinstance(event, PartyEvent)]
    assert versions == [1, 2]


async def test_a_large_import_reports_its_progress(admin: httpx.AsyncClient) -> None:
    rows = "".join(f"K-{n:06};Customer {n}\n" for n in range(1, 1202))
    lines = await imported(admin, "customers", "number;name\n" + rows)
    progress = [line["done"] for line in lines if line["kind"] == "progress"]
    assert progress == [500, 1000, 1201]
    assert sums(lines) == (1201, 0, 0, 0)


async def test_a_file_with_a_wrong_header_is_refused_as_a_whole(admin: httpx.AsyncClient) -> None:
    answer = await admin.post("/imports/customers", content=b"nummer;name\nK-1;Kranz\n")
    assert answer.status_code == 422
    assert {one["code"] for one in answer.json()["fields"]} == {
        "unknown-column",
        "missing-column",
    }


async def test_the_organisation_is_published_with_its_bic(
    admin: httpx.AsyncClient, parts: Parts
) -> None:
    assert (await admin.get("/organisation")).status_code == 404
    await admin.put("/organisation", json=own_organisation())
    events = await events_of(parts, CUSTOMERS_ORGANISATION, "organisation")
    assert events[-1].model_dump()["organisation"]["bic"] == "COBADEFFXXX"


async def test_other_services_verify_tokens_with_the_published_key(
    door: httpx.AsyncClient, parts: Parts
) -> None:
    token = (await door.post("/token", json=ADMIN)).json()["access_token"]
    published_last = (await events_of(parts, CUSTOMERS_SIGNING_KEYS, "signing-keys"))[-1]
    assert isinstance(published_last, SigningKeysPublished)

    async def load() -> Sequence[SigningKey]:
        return published_last.keys

    caller = await KeyRing(load).caller_of(token)
    assert (caller.name, caller.roles) == ("Admin", frozenset({"admin"}))


async def test_a_second_start_keeps_key_and_admin(door: httpx.AsyncClient, parts: Parts) -> None:
    token = (await door.post("/token", json=ADMIN)).json()["access_token"]
    await asyncio.gather(prepare_sign_in(parts), prepare_sign_in(parts))
    answer = await door.get("/team", headers={"Authorization": f"Bearer {token}"})
    assert [one["email"] for one in answer.json()["items"]] == [ADMIN["email"]]


async def test_without_a_token_nothing_is_told(door: httpx.AsyncClient) -> None:
    for path in ("/organisation", "/parties", f"/parties/{uuid4()}/payment", "/team", "/outbox"):
        assert (await door.get(path)).status_code == 401


async def test_wrong_passwords_in_a_row_make_even_the_right_one_wait(
    door: httpx.AsyncClient,
) -> None:
    wrong = {**ADMIN, "password": "wrong"}
    answers = [(await door.post("/token", json=wrong)).status_code for _ in range(3)]
    assert answers == [401, 401, 401]
    assert (await door.post("/token", json=ADMIN)).status_code == 429
    unknown = {**ADMIN, "email": "nobody@example.com"}
    assert (await door.post("/token", json=unknown)).status_code == 401


async def test_a_role_opens_its_routes_and_no_others(admin: httpx.AsyncClient) -> None:
    sales = {
        "name": "Sal",
        "email": "sal@example.com",
        "roles": ["sales"],
        "password": "a long enough one",
    }
    member = await admin.post("/team", json=sales)
    assert member.status_code == 201
    assert "password" not in member.text
    party = await created(admin)
    await admin.put(f"/parties/{party['id']}/payment", json={"accounts": [an_account()]})
    credentials = {"email": "SAL@example.com", "password": sales["password"]}
    token = (await admin.post("/token", json=credentials)).json()["access_token"]
    admin.headers["Authorization"] = f"Bearer {token}"
    assert (await admin.post("/customers", json={"name": "X"})).status_code == 201
    payment = await admin.get(f"/parties/{party['id']}/payment")
    assert payment.json()["accounts"][0]["iban"] == "DE…3000"
    assert (await admin.put("/organisation", json=own_organisation())).status_code == 403
    assert (await admin.post("/team", json=sales)).status_code == 403


async def test_an_inactive_member_signs_in_no_more(admin: httpx.AsyncClient) -> None:
    member = {"name": "Sal", "email": "sal@example.com", "roles": ["sales"]}
    entered = await admin.post("/team", json={**member, "password": "a long enough one"})
    left = await admin.put(
        f"/team/{entered.json()['id']}",
        json={**member, "active": False},
        headers={"If-Match": '"1"'},
    )
    assert left.status_code == 200
    credentials = {"email": member["email"], "password": "a long enough one"}
    assert (await admin.post("/token", json=credentials)).status_code == 401
