"""Notes through HTTP: pinned first, edited with history, found, meant for somebody."""

import httpx
from kontor_customers.app import Parts
from kontor_customers.store.notes import having_words
from kontor_customers.testing.service import Json, created


async def written(admin: httpx.AsyncClient, party: Json, text: str, **fields: object) -> Json:
    answer = await admin.post(f"/parties/{party['id']}/notes", json={"text": text, **fields})
    note: Json = answer.raise_for_status().json()
    return note


async def texts(admin: httpx.AsyncClient, path: str, **params: object) -> list[str]:
    answer = await admin.get(path, params={name: str(value) for name, value in params.items()})
    return [one["text"] for one in answer.json()["items"]]


async def test_pinned_notes_stand_first_then_the_latest(admin: httpx.AsyncClient) -> None:
    party = await created(admin)
    first = await written(admin, party, "first", pinned=True)
    for text in ("second", "third"):
        await written(admin, party, text)
    assert await texts(admin, f"/parties/{party['id']}/notes") == ["first", "third", "second"]
    assert (first["author"], first["version"]) == ("Admin", 1)


async def test_an_edited_note_keeps_what_it_said(admin: httpx.AsyncClient) -> None:
    party = await created(admin)
    note = await written(admin, party, "Prefers letters")
    path = f"/parties/{party['id']}/notes/{note['id']}"
    edited = await admin.put(path, json={"text": "Prefers mails"}, headers={"If-Match": '"1"'})
    assert [one["text"] for one in edited.json()["editions"]] == ["Prefers letters"]
    second = await admin.put(path, json={"text": "Both"}, headers={"If-Match": '"1"'})
    assert (second.status_code, second.headers["etag"]) == (412, '"2"')
    other = await created(admin)
    elsewhere = f"/parties/{other['id']}/notes/{note['id']}"
    assert (await admin.put(elsewhere, json={"text": "x"})).status_code == 404
    assert (await admin.delete(path)).status_code == 405, "notes stay"
    history = (await admin.get(f"/parties/{party['id']}/history")).json()["items"]
    assert [one["record"] for one in history] == ["note", "note", "party"]


async def test_notes_are_found_by_words_and_by_whom_they_are_meant_for(
    admin: httpx.AsyncClient,
) -> None:
    (me,) = (await admin.get("/team")).json()["items"]
    kranz, lux = await created(admin, name="Kranz"), await created(admin, name="Lux")
    await written(admin, kranz, "Zufahrt über den Hof", mentions=[me["id"]])
    await written(admin, lux, "Hof gesperrt")
    assert await texts(admin, "/notes", q="hof") == ["Hof gesperrt", "Zufahrt über den Hof"]
    assert await texts(admin, "/notes", q="zufahrt uber") == ["Zufahrt über den Hof"]
    assert await texts(admin, "/notes", mentioned=me["id"]) == ["Zufahrt über den Hof"]
    assert await texts(admin, f"/parties/{lux['id']}/notes", q="zufahrt") == []
    nobody = await admin.post(
        f"/parties/{lux['id']}/notes", json={"text": "x", "mentions": [lux["id"]]}
    )
    assert [one["field"] for one in nobody.json()["fields"]] == ["mentions.0"]


async def test_no_more_of_the_index_is_read_than_the_words_ask_for(
    admin: httpx.AsyncClient, parts: Parts
) -> None:
    party = await created(admin)
    for number in range(20):
        await written(admin, party, f"Anruf {number} wegen Zufahrt")
    stats = (await parts.database["notes"].find(having_words("zuf")).explain())["executionStats"]
    assert (stats["nReturned"], stats["totalDocsExamined"]) == (20, 20)
    one = (await parts.database["notes"].find(having_words("19")).explain())["executionStats"]
    assert one["totalKeysExamined"] <= 3
