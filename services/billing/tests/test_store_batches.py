"""Batches through the HTTP door, and runs of them, asked for by hand and by the calendar."""

import json

from httpx import AsyncClient
from kontor_billing.app import Parts
from kontor_billing.model.batches import BilledMonth
from kontor_billing.testing.issuing import issued, without_kafka
from kontor_billing.testing.records import a_folder, a_party
from kontor_billing.testing.seeding import Records, store
from kontor_billing.usecases.billing import civil_day
from kontor_billing.usecases.runs import start_due_runs
from kontor_chassis.clock import now
from kontor_contracts.billing.invoice import Invoice


def of_batches() -> Records:
    """A customer with a folder in each batch, and one whose single invoice goes with A."""
    several = a_party(number="K-1")
    single = a_party(number="K-2", consolidate_invoices=True, billing_batch="A")
    folders = [
        a_folder(party_id=several.id, number="01", batch="A"),
        a_folder(party_id=several.id, number="02", batch="B"),
        a_folder(party_id=single.id, number="01", batch="B"),
        a_folder(party_id=single.id, number="02"),
    ]
    return Records(parties=[several, single], folders=folders)


def on(invoices: list[Invoice]) -> list[tuple[str, int]]:
    return sorted((one.buyer.number, len(one.sections)) for one in invoices)


async def test_a_run_of_a_batch_bills_its_folders_and_the_next_run_the_others(
    parts: Parts, quiet_web: AsyncClient
) -> None:
    billing = without_kafka(parts.billing)
    assert (await quiet_web.put("/batches/A", json={})).status_code == 200
    await store(billing, of_batches())
    asked = {"period": "2026-10", "batch": "A"}
    preview = (await quiet_web.post("/run-previews", json=asked)).json()
    assert [(one["account_number"], one["folders"]) for one in preview["invoices"]] == [
        ("K-1", ["01"]),
        ("K-2", ["01", "02"]),
    ]
    assert on(await issued(billing, batch="A")) == [("K-1", 1), ("K-2", 2)]
    assert on(await issued(billing, batch="A")) == [("K-1", 1), ("K-2", 2)], "the same run"
    assert on(await issued(billing)) == [("K-1", 1)]
    labels = [one["label"] for one in (await quiet_web.get("/runs")).json()["items"]]
    assert labels == ["2026-10", "2026-10-A"]


async def test_the_calendar_asks_once_for_the_run_of_a_batch_on_its_day(
    parts: Parts, quiet_web: AsyncClient
) -> None:
    billing = without_kafka(parts.billing)
    today = civil_day(await billing.replicas.organisation(), now())
    running = {"day": min(today.day, 28), "billed_month": BilledMonth.RUNNING}
    for name, fields in (("A", running), ("B", {})):
        assert (await quiet_web.put(f"/batches/{name}", json=fields)).status_code == 200
    for _ in range(2):
        await start_due_runs(billing)
    runs = await billing.runs.of_month(None)
    due_today = today.day <= 28
    assert [run.label for run in runs] == ([f"{today:%Y-%m}-A"] if due_today else [])


async def test_a_batch_is_changed_by_whoever_saw_it_last_and_an_unknown_one_is_refused(
    quiet_web: AsyncClient,
) -> None:
    made = await quiet_web.put("/batches/A", json={"title": "Anfang", "day": 1})
    changed = await quiet_web.put(
        "/batches/A", json={"title": "Mitte", "day": 15}, headers={"If-Match": made.headers["ETag"]}
    )
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    stale = {"If-Match": made.headers["ETag"]}
    assert (await quiet_web.delete("/batches/A", headers=stale)).status_code == 412
    refused = await quiet_web.put("/batches/A", json={"day": 29, "colour": "red"})
    assert {one["field"] for one in refused.json()["fields"]} == {"day", "colour"}
    for path in ("/runs", "/run-previews"):
        answer = await quiet_web.post(path, json={"period": "2026-10", "batch": "Z"})
        assert (answer.status_code, answer.json()["fields"][0]["field"]) == (422, "batch")
    assert (await quiet_web.delete("/batches/A")).status_code == 204
    assert (await quiet_web.get("/batches")).json()["items"] == []


async def test_an_imported_folder_names_a_batch_that_there_is(
    parts: Parts, quiet_web: AsyncClient
) -> None:
    await store(parts.billing, Records(parties=[a_party(number="K-7")]))
    await quiet_web.put("/batches/A", json={})
    rows = "number;folder;title;batch\nK-7;01;Zentrale;A\nK-7;02;Lager;B\nK-7;03;Laden;\n"
    answer = await quiet_web.post("/imports/folders", content=rows.encode())
    refused, *_, finished = [json.loads(line) for line in answer.text.splitlines()]
    assert [refused[name] for name in ("row", "column", "code")] == [3, "batch", "unknown-batch"]
    assert (finished["created"], finished["refused"]) == (2, 1)
