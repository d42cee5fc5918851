"""Team, passwords and tokens through the whole service."""

import asyncio
from collections.abc import Sequence
from uuid import uuid4

import httpx
from kontor_chassis.tokens import KeyRing
from kontor_contracts.customers.signing_keys import SigningKey, SigningKeysPublished
from kontor_contracts.topics import (
    CUSTOMERS_SIGNING_KEYS,
)
from kontor_customers.app import Parts, prepare_sign_in
from kontor_customers.testing.records import an_account, own_organisation
from kontor_customers.testing.service import (
    ADMIN,
    FactsAbout,
    created,
)
from kontor_local.testing import eventually


async def test_other_services_verify_tokens_with_the_published_key(
    door: httpx.AsyncClient, facts_about: FactsAbout
) -> None:
    token = (await door.post("/token", json=ADMIN)).json()["access_token"]
    published_last = (await facts_about(CUSTOMERS_SIGNING_KEYS, "signing-keys"))[-1]
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

    async def is_made_to_wait() -> bool:
        answers = [await door.post("/token", json=one) for one in (wrong, wrong, wrong, ADMIN)]
        return [one.status_code for one in answers] == [401, 401, 401, 429]

    #: The wait is short at first: an answer that took longer would let the fourth in.
    await eventually(is_made_to_wait)
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
