"""A member's own way in: invited by mail, another password, a second factor."""

import email
import re
from datetime import timedelta
from email import policy

import httpx
import pyotp
from kontor_chassis.clock import now
from kontor_customers.app import Parts
from kontor_customers.gateways.mail import MailDoor
from kontor_customers.testing.records import own_organisation
from kontor_customers.testing.service import ADMIN, Json
from kontor_customers.usecases import post
from kontor_local.testing import SmtpSink

PASSWORD = "a long enough one"
SAL = {"name": "Sal", "email": "sal@example.com", "roles": ["sales"], "language": "fr"}
HALF_MINUTE = timedelta(seconds=30)
#: The wait doubles until it is longer than any answer takes.
MOST_TRIES = 8


async def link_in_the_mail(parts: Parts, sink: SmtpSink) -> str:
    known = {"smtp_host": sink.host, "smtp_port": sink.port}
    door = MailDoor(parts.settings.model_copy(update=known))
    while await post.step(parts.books, door):
        pass
    mail = email.message_from_bytes(sink.mails()[-1].read_bytes(), policy=policy.default)
    body = mail.get_body()
    assert body
    assert "Bonjour Sal" in body.get_content()
    return re.findall(r"/password\?link=(\S+)", body.get_content())[0]


async def opened(door: httpx.AsyncClient, **credentials: str) -> httpx.Response:
    return await door.post("/sessions", json={**ADMIN, **credentials})


async def test_an_invited_member_chooses_a_password_once_by_the_mailed_link(
    admin: httpx.AsyncClient, parts: Parts, smtp_sink: SmtpSink
) -> None:
    await admin.put("/organisation", json=own_organisation(email="us@example.com"))
    assert (await admin.post("/team", json=SAL)).status_code == 201
    credentials = {"email": "sal@example.com", "password": ""}
    assert (await opened(admin, **credentials)).status_code == 401
    chosen = {"link": await link_in_the_mail(parts, smtp_sink), "password": PASSWORD}
    answers = [(await admin.post("/passwords", json=chosen)).status_code for _ in range(2)]
    assert answers == [204, 401]
    assert (await opened(admin, **credentials | {"password": PASSWORD})).status_code == 201
    for address in ("sal@example.com", "nobody@example.com"):
        asked = await admin.post("/password-links", json={"email": address})
        assert (asked.status_code, asked.content) == (202, b"null")
    again = {"link": await link_in_the_mail(parts, smtp_sink), "password": "another long one"}
    assert (await admin.post("/passwords", json=again)).status_code == 204
    portal = await admin.post("/portal/sessions/by-link", json={"link": again["link"]})
    assert portal.status_code == 401


async def test_another_password_needs_the_present_one_and_ends_other_sessions(
    door: httpx.AsyncClient,
) -> None:
    mine, other = (await opened(door)).json(), (await opened(door)).json()
    path = "/sessions/password"
    wish = {"secret": mine["secret"], "current": "wrong", "password": PASSWORD}
    assert (await door.post(path, json=wish)).status_code == 401
    short = {**wish, "current": ADMIN["password"], "password": "short"}
    assert (await door.post(path, json=short)).status_code == 422
    assert (await door.post(path, json={**short, "password": PASSWORD})).status_code == 204
    refreshed = [
        (await door.post("/sessions/refresh", json={"secret": one["secret"]})).status_code
        for one in (mine, other)
    ]
    assert refreshed == [200, 401]


async def with_second_factor(admin: httpx.AsyncClient) -> tuple[pyotp.TOTP, list[str]]:
    own = {"password": ADMIN["password"]}
    begun: Json = (await admin.post("/second-factor", json=own)).raise_for_status().json()
    app = pyotp.parse_uri(begun["uri"])
    assert isinstance(app, pyotp.TOTP)
    wrong = await admin.post("/second-factor/confirm", json={"code": "000000"})
    assert wrong.status_code == 401
    code = app.at(now())
    confirmed = await admin.post("/second-factor/confirm", json={"code": code})
    return app, confirmed.raise_for_status().json()["codes"]


async def test_with_a_second_factor_a_code_is_asked_for_and_taken_once(
    admin: httpx.AsyncClient,
) -> None:
    app, _ = await with_second_factor(admin)
    (member,) = (await admin.get("/team")).json()["items"]
    assert member["second_factor"]
    without = await opened(admin)
    assert (without.status_code, without.json()["code"]) == (401, "second-factor-needed")
    #: No code is taken twice; the next one is taken early, whatever the second.
    code = app.at(now() + HALF_MINUTE)
    answers = [(await opened(admin, code=code)).status_code for _ in range(2)]
    assert answers == [201, 401]
    assert (await admin.post("/token", json=ADMIN)).status_code == 401


async def test_wrong_codes_make_the_next_try_wait(admin: httpx.AsyncClient) -> None:
    await with_second_factor(admin)
    answers = [(await opened(admin, code="000000")).status_code for _ in range(MOST_TRIES)]
    assert answers[:3] == [401, 401, 401]
    assert 429 in answers


async def test_a_recovery_code_opens_once_and_the_factor_is_removed_with_the_password(
    admin: httpx.AsyncClient,
) -> None:
    _, codes = await with_second_factor(admin)
    answers = [(await opened(admin, code=codes[0].upper())).status_code for _ in range(2)]
    assert answers == [201, 401]
    state = (await admin.get("/second-factor")).json()
    assert state == {"on": True, "recovery_codes_left": len(codes) - 1}
    wrong = await admin.post("/second-factor/remove", json={"password": "wrong"})
    assert wrong.status_code == 401
    own = {"password": ADMIN["password"]}
    assert (await admin.post("/second-factor/remove", json=own)).status_code == 204
    assert (await opened(admin)).status_code == 201
    (member,) = (await admin.get("/team")).json()["items"]
    assert not member["second_factor"]


async def test_the_database_knows_no_recovery_code(admin: httpx.AsyncClient, parts: Parts) -> None:
    _, codes = await with_second_factor(admin)
    stored = str(await parts.database["team"].find_one({}))
    assert not [one for one in codes if one in stored]
