"""Contacts through the whole service: mailed links, passwords, rights, what ends a session."""

import asyncio
import email
import re
from email import policy
from uuid import uuid4

import httpx
import pytest
from kontor_chassis.tokens import Caller
from kontor_contracts.errors import NotAllowedError
from kontor_customers.api.portal import own_place
from kontor_customers.app import Parts
from kontor_customers.gateways.mail import MailDoor
from kontor_customers.testing.records import own_organisation
from kontor_customers.testing.service import Json, created
from kontor_customers.usecases import post
from kontor_local.smtp_verdicts import Rule, Verdict
from kontor_local.testing import SmtpSink, eventually

RITA = {"name": "Rita", "email": "rita@example.com", "portal_rights": ["tickets"]}
PASSWORD = "a long enough one"


@pytest.fixture
async def mail(parts: Parts, smtp_sink: SmtpSink, admin: httpx.AsyncClient) -> SmtpSink:
    (await admin.put("/organisation", json=own_organisation(email="us@example.com")))
    assert parts
    return smtp_sink


async def posted(parts: Parts, sink: SmtpSink) -> int:
    """Send what is asked for; how many mails there are then."""
    known = {"smtp_host": sink.host, "smtp_port": sink.port}
    door = MailDoor(parts.settings.model_copy(update=known))
    while await post.step(parts.books, door):
        pass
    return len(sink.mails())


def links_in(sink: SmtpSink) -> list[str]:
    text = email.message_from_bytes(sink.mails()[-1].read_bytes(), policy=policy.default)
    body = text.get_body()
    assert body
    return re.findall(r"/portal/enter\?link=(\S+)", body.get_content())


async def asked(door: httpx.AsyncClient, address: str = RITA["email"]) -> httpx.Response:  # type: ignore[assignment]  # a str
    return await door.post("/portal/links", json={"email": address})


async def entered(parts: Parts, sink: SmtpSink, door: httpx.AsyncClient) -> Json:
    """A session by a mailed link."""
    (await asked(door)).raise_for_status()
    await posted(parts, sink)
    answer = await door.post("/portal/sessions/by-link", json={"link": links_in(sink)[0]})
    session: Json = answer.raise_for_status().json()
    return session


async def goes_on(door: httpx.AsyncClient, session: Json) -> bool:
    kept = {"secret": session["secret"]}
    answer = await door.post("/portal/sessions/refresh", json=kept)
    checked = await door.post("/portal/sessions/check", json=kept)
    assert checked.is_success == answer.is_success
    return answer.status_code == httpx.codes.OK


def bearer(session: Json) -> dict[str, str]:
    return {"Authorization": f"Bearer {session['access_token']}"}


async def test_a_link_lets_in_once_and_only_the_contact_it_was_mailed_to(
    parts: Parts, mail: SmtpSink, admin: httpx.AsyncClient
) -> None:
    party = await created(admin, contacts=[RITA])
    await asked(admin, "RITA@example.com")
    assert await posted(parts, mail) == 1
    (link,) = links_in(mail)
    tries = [admin.post("/portal/sessions/by-link", json={"link": link}) for _ in range(3)]
    answers = await asyncio.gather(*tries)
    assert sorted(one.status_code for one in answers) == [201, 401, 401]
    (session,) = (one.json() for one in answers if one.status_code == httpx.codes.CREATED)
    me = (await admin.get("/portal/me", headers=bearer(session))).json()
    assert (me["party_id"], me["name"], me["rights"]) == (party["id"], "Rita", ["tickets"])


async def test_what_is_answered_does_not_tell_whether_an_address_is_known(
    parts: Parts, mail: SmtpSink, admin: httpx.AsyncClient
) -> None:
    await created(admin, contacts=[RITA, {"name": "Nora", "email": "nora@example.com"}])
    addresses = (RITA["email"], "nora@example.com", "nobody@example.com")
    answers = [await asked(admin, str(one)) for one in addresses]
    assert {(one.status_code, one.content) for one in answers} == {(202, answers[0].content)}
    assert await posted(parts, mail) == 1


async def test_an_address_gets_three_links_in_a_quarter_of_an_hour(
    parts: Parts, mail: SmtpSink, admin: httpx.AsyncClient
) -> None:
    await created(admin, contacts=[RITA])
    answers = [await asked(admin) for _ in range(5)]
    assert {one.status_code for one in answers} == {202}
    assert await posted(parts, mail) == 3


async def test_a_link_expires_and_the_database_knows_no_secret(
    parts: Parts, mail: SmtpSink, admin: httpx.AsyncClient
) -> None:
    await created(admin, contacts=[RITA])
    await asked(admin)
    await posted(parts, mail)
    stored = await parts.database["letters"].find_one({})
    (link,) = links_in(mail)
    assert stored
    assert link not in str(stored)
    past = {"expires_at": stored["requested_at"]}
    await parts.database["letters"].update_one({}, {"$set": past})
    answer = await admin.post("/portal/sessions/by-link", json={"link": link})
    assert answer.status_code == 401


async def test_a_letter_waits_for_a_mail_server_that_is_away(
    parts: Parts, mail: SmtpSink, admin: httpx.AsyncClient
) -> None:
    await created(admin, contacts=[RITA])
    mail.obey(Rule(recipient="rita@example.com", verdict=Verdict.REFUSE, reply="451 4.7.1 Later"))
    await asked(admin)
    assert await posted(parts, mail) == 0
    waiting = await parts.database["letters"].find_one({})
    assert waiting
    assert "451" in waiting["reason"]
    await parts.database["letters"].update_one({}, {"$set": {"due_at": waiting["requested_at"]}})
    mail.obey()
    assert await posted(parts, mail) == 1


async def test_a_bookkeeper_of_two_customers_gets_a_link_for_each(
    parts: Parts, mail: SmtpSink, admin: httpx.AsyncClient
) -> None:
    ids = {(await created(admin, name=name, contacts=[RITA]))["id"] for name in ("A", "B")}
    await asked(admin)
    await posted(parts, mail)
    opened = [
        (await admin.post("/portal/sessions/by-link", json={"link": link})).json()
        for link in links_in(mail)
    ]
    assert {one["contact"]["party_id"] for one in opened} == ids


async def test_a_password_signs_in_and_wrong_ones_make_the_next_wait(
    parts: Parts, mail: SmtpSink, admin: httpx.AsyncClient
) -> None:
    await created(admin, contacts=[RITA])
    first, second = await entered(parts, mail, admin), await entered(parts, mail, admin)
    chosen = {"secret": first["secret"], "password": PASSWORD}
    assert (await admin.post("/portal/sessions/password", json=chosen)).status_code == 204
    assert [await goes_on(admin, one) for one in (first, second)] == [True, False]
    credentials = {"email": "Rita@example.com", "password": PASSWORD}
    assert (await admin.post("/portal/sessions", json=credentials)).status_code == 201
    wrong = {**credentials, "password": "wrong"}

    async def is_made_to_wait() -> bool:
        tries = (wrong, wrong, wrong, credentials)
        answers = [await admin.post("/portal/sessions", json=one) for one in tries]
        return [one.status_code for one in answers] == [401, 401, 401, 429]

    #: The wait is short at first: an answer that took longer would let the fourth in.
    await eventually(is_made_to_wait)


async def test_whoever_came_by_password_knows_it_before_choosing_another(
    parts: Parts, mail: SmtpSink, admin: httpx.AsyncClient
) -> None:
    await created(admin, contacts=[RITA])
    by_link = await entered(parts, mail, admin)
    chosen = {"secret": by_link["secret"], "password": PASSWORD}
    await admin.post("/portal/sessions/password", json=chosen)
    credentials = {"email": RITA["email"], "password": PASSWORD}
    session = (await admin.post("/portal/sessions", json=credentials)).json()
    other = {"secret": session["secret"], "password": "another long one"}
    path = "/portal/sessions/password"
    assert (await admin.post(path, json=other)).status_code == 401
    assert (await admin.post(path, json={**other, "current": PASSWORD})).status_code == 204


@pytest.mark.parametrize("change", [{"active": False}, {"portal_rights": []}, {"email": "x@y.de"}])
async def test_deactivating_a_contact_ends_its_sessions_for_good(
    parts: Parts, mail: SmtpSink, admin: httpx.AsyncClient, change: Json
) -> None:
    party = await created(admin, contacts=[RITA])
    session = await entered(parts, mail, admin)
    path = f"/parties/{party['id']}/contacts/{party['contacts'][0]['id']}"
    for version, fields in ((1, {**RITA, **change}), (2, RITA)):
        assert (await goes_on(admin, session)) is (version == 1)
        headers = {"If-Match": f'"{version}"'}
        (await admin.put(path, json=fields, headers=headers)).raise_for_status()
    assert not await goes_on(admin, session)


async def test_a_contact_that_is_dropped_from_its_party_loses_its_password_at_once(
    parts: Parts, mail: SmtpSink, admin: httpx.AsyncClient
) -> None:
    party = await created(admin, contacts=[RITA, {"name": "Nora"}])
    session = await entered(parts, mail, admin)
    chosen = {"secret": session["secret"], "password": PASSWORD}
    (await admin.post("/portal/sessions/password", json=chosen)).raise_for_status()
    fields = {"name": party["name"], "contacts": party["contacts"][1:]}
    headers = {"If-Match": '"1"'}
    (await admin.put(f"/parties/{party['id']}", json=fields, headers=headers)).raise_for_status()
    assert not await goes_on(admin, session)
    credentials = {"email": RITA["email"], "password": PASSWORD}
    assert (await admin.post("/portal/sessions", json=credentials)).status_code == 401
    assert await parts.database["portal_accounts"].count_documents({}) == 0


async def test_a_contact_reaches_its_own_data_and_no_route_of_the_team(
    parts: Parts, mail: SmtpSink, admin: httpx.AsyncClient
) -> None:
    party = await created(admin, contacts=[RITA])
    headers = bearer(await entered(parts, mail, admin))
    for path in ("/parties", f"/parties/{party['id']}", "/organisation", "/team", "/sessions"):
        assert (await admin.get(path, headers=headers)).status_code == 403
    for path in ("/portal/contacts", "/portal/functions"):
        assert (await admin.get(path, headers=headers)).status_code == 403
    assert (await admin.get("/portal/me")).status_code == 403
    own = {"name": "Rita Kranz", "phones": ["+49 681 123456"]}
    changed = await admin.put("/portal/me", json=own, headers=headers | {"If-Match": '"1"'})
    assert changed.json()["phones"] == ["+49681123456"]
    stale = await admin.put("/portal/me", json=own, headers=headers | {"If-Match": '"1"'})
    assert stale.status_code == 412
    (line, *_) = (await admin.get(f"/parties/{party['id']}/history")).json()["items"]
    assert line["author"] == {"subject": changed.json()["id"], "name": "Rita", "door": "portal"}


async def test_contacts_are_managed_with_that_right_within_the_own_party(
    parts: Parts, mail: SmtpSink, admin: httpx.AsyncClient
) -> None:
    manager = {**RITA, "portal_rights": ["tickets", "manage-contacts"]}
    await created(admin, contacts=[manager])
    other = (await created(admin, name="B", contacts=[{"name": "Else"}]))["contacts"][0]["id"]
    headers = bearer(await entered(parts, mail, admin))
    nora = {"name": "Nora", "email": "nora@example.com", "portal_rights": ["tickets"]}
    added = await admin.post("/portal/contacts", json=nora, headers=headers)
    assert added.status_code == 201
    assert (await admin.get(f"/portal/contacts/{other}", headers=headers)).status_code == 404
    for version in ("1", "2", "9"):
        guessed = headers | {"If-Match": f'"{version}"'}
        foreign = await admin.put(f"/portal/contacts/{other}", json=nora, headers=guessed)
        assert foreign.status_code == 404
    path = f"/portal/contacts/{added.json()['id']}"
    seen = headers | {"If-Match": '"2"'}
    greedy = await admin.put(path, json={**nora, "portal_rights": ["invoices"]}, headers=seen)
    assert (greedy.status_code, greedy.json()["fields"][0]["field"]) == (422, "portal_rights")
    off = await admin.put(path, json={**nora, "active": False}, headers=seen)
    assert off.json()["active"] is False


def test_a_token_whose_subject_is_no_contact_is_refused() -> None:
    odd = Caller(subject="member-1", roles=frozenset({"contact"}), party_id=uuid4())
    with pytest.raises(NotAllowedError, match="speaks for no contact"):
        own_place(odd)
