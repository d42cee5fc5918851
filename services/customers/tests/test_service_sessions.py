"""Sessions through the whole service: opened, refreshed, listed, ended."""

import httpx
from kontor_customers.app import Parts
from kontor_customers.testing.service import ADMIN, Json

MEMBER = {"name": "Sal", "email": "sal@example.com", "roles": ["sales"]}
SIGN_IN = {"email": "sal@example.com", "password": "a long enough one"}
#: The wait doubles until it is longer than any answer takes.
MOST_TRIES = 8


async def opened(door: httpx.AsyncClient, device: str = "Firefox", **changes: str) -> Json:
    answer = await door.post("/sessions", json={**SIGN_IN, "device": device, **changes})
    session: Json = answer.raise_for_status().json()
    return session


async def joined(admin: httpx.AsyncClient) -> str:
    member = await admin.post("/team", json={**MEMBER, "password": SIGN_IN["password"]})
    return str(member.raise_for_status().json()["id"])


def bearer(session: Json) -> dict[str, str]:
    return {"Authorization": f"Bearer {session['access_token']}"}


async def refreshed(door: httpx.AsyncClient, session: Json) -> int:
    kept = {"secret": session["secret"]}
    answer = await door.post("/sessions/refresh", json=kept)
    checked = await door.post("/sessions/check", json=kept)
    assert checked.is_success == answer.is_success
    return answer.status_code


async def test_a_session_gives_access_tokens_until_it_is_signed_out(
    admin: httpx.AsyncClient,
) -> None:
    await joined(admin)
    session = await opened(admin)
    answer = await admin.post("/sessions/refresh", json={"secret": session["secret"]})
    fresh = answer.raise_for_status().json()
    assert (await admin.get("/parties", headers=bearer(fresh))).status_code == 200
    for _ in range(2):
        out = await admin.post("/sessions/sign-out", json={"secret": session["secret"]})
        assert out.status_code == 204
    assert await refreshed(admin, session) == 401


async def test_a_member_sees_and_ends_its_own_sessions_alone(admin: httpx.AsyncClient) -> None:
    await joined(admin)
    first, second = await opened(admin, "Firefox"), await opened(admin, "Phone")
    of_admin = await opened(admin, **ADMIN)
    mine = (await admin.get("/sessions", headers=bearer(first))).json()["items"]
    assert [one["device"] for one in mine] == ["Phone", "Firefox"]
    ended = await admin.delete(f"/sessions/{second['id']}", headers=bearer(first))
    assert ended.status_code == 204
    foreign = await admin.delete(f"/sessions/{of_admin['id']}", headers=bearer(first))
    assert foreign.status_code == 404
    answers = [await refreshed(admin, one) for one in (first, second, of_admin)]
    assert answers == [200, 401, 200]


async def test_a_new_password_and_a_leave_end_sessions(admin: httpx.AsyncClient) -> None:
    member_id = await joined(admin)
    before = await opened(admin)
    await change(admin, member_id, 1, password="an even longer one")
    after = await opened(admin, password="an even longer one")
    assert [await refreshed(admin, one) for one in (before, after)] == [401, 200]
    await change(admin, member_id, 2, active=False)
    assert await refreshed(admin, after) == 401


async def change(admin: httpx.AsyncClient, member_id: str, version: int, **changes: object) -> None:
    headers = {"If-Match": f'"{version}"'}
    answer = await admin.put(f"/team/{member_id}", json={**MEMBER, **changes}, headers=headers)
    answer.raise_for_status()


async def test_wrong_passwords_make_sessions_wait_too(door: httpx.AsyncClient) -> None:
    wrong = {**ADMIN, "password": "wrong"}
    answers = [(await door.post("/sessions", json=wrong)).status_code for _ in range(MOST_TRIES)]
    assert answers[:3] == [401, 401, 401]
    assert 429 in answers


async def test_the_database_knows_no_secret(admin: httpx.AsyncClient, parts: Parts) -> None:
    await joined(admin)
    session = await opened(admin)
    stored = await parts.database["sessions"].find_one({})
    assert session["secret"] not in str(stored)
