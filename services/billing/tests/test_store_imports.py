"""Folders and lines by CSV: every row is taken or refused by its column."""

from httpx import AsyncClient
from kontor_billing.app import Parts
from kontor_billing.testing.issuing import issued, without_kafka
from kontor_billing.testing.records import a_party
from kontor_billing.testing.seeding import Records, store

from .doors import (
    FOLDERS,
    LINES,
    USAGE_LINES,
    a_folder_row,
    finished,
    imported,
)


async def test_rows_are_refused_one_by_one_with_column_and_reason(
    parts: Parts, quiet_web: AsyncClient
) -> None:
    party = a_party()
    await store(parts.billing, Records(parties=[party]))
    await finished(quiet_web, "folders", FOLDERS + a_folder_row(party))
    rows = (
        LINES
        + f"{party.number};01;a;recurring;Gut;1;29.90;2026-10-01;\n"
        + f"{party.number};01;b;recurring;;1;2,5;01.10.2026;\n"
        + f"{party.number};77;c;recurring;x;1;1;2026-10-01;\n"
        + f"{party.number};01;a;recurring;doppelt;1;1;2026-10-01;\n"
        + "K-unknown;01;d;recurring;x;1;1;2026-10-01;\n"
        + "zu;kurz\n"
    )
    report = await imported(quiet_web, "lines", rows)
    assert [
        (line["row"], line["column"], line["code"]) for line in report if line["kind"] == "refused"
    ] == [
        (3, "description", "missing"),
        (3, "unit_price", "decimal-parsing"),
        (3, "start", "date-from-datetime-parsing"),
        (4, "folder", "unknown-folder"),
        (5, "line", "double"),
        (6, "number", "unknown-party"),
        (7, "", "unreadable"),
    ]
    assert report[-1] == {
        "kind": "finished",
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "refused": 5,
    }
    (folder,) = (await quiet_web.get(f"/parties/{party.id}/folders")).json()["items"]
    assert [line["description"] for line in folder["lines"]] == ["Gut"]


async def test_a_dry_run_tells_all_and_stores_nothing(parts: Parts, quiet_web: AsyncClient) -> None:
    party = a_party()
    await store(parts.billing, Records(parties=[party]))
    report = await imported(quiet_web, "folders", FOLDERS + a_folder_row(party), dry_run=True)
    assert report[-1]["created"] == 1
    assert (await quiet_web.get(f"/parties/{party.id}/folders")).json()["items"] == []


async def test_a_wrong_header_is_refused_before_any_row(quiet_web: AsyncClient) -> None:
    answer = await quiet_web.post("/imports/folders", content=b"number;colour\n")
    assert answer.status_code == 422
    assert {(one["field"], one["code"]) for one in answer.json()["fields"]} == {
        ("colour", "unknown-column"),
        ("folder", "missing-column"),
    }


async def test_what_an_earlier_system_has_billed_is_not_billed_again(
    parts: Parts, quiet_web: AsyncClient
) -> None:
    party = a_party()
    await store(parts.billing, Records(parties=[party]))
    await finished(quiet_web, "folders", FOLDERS + a_folder_row(party))
    row = f"{party.number};01;a;recurring;Glasfaser;1;29.90;2025-01-01;2026-10-01\n"
    await finished(quiet_web, "lines", LINES + row)
    invoices = await issued(without_kafka(parts.billing))
    assert [f"{one.totals.net}" for one in invoices] == ["29.90"]


async def test_a_usage_line_without_its_tariff_is_refused_by_column(
    parts: Parts, quiet_web: AsyncClient
) -> None:
    party = a_party()
    await store(parts.billing, Records(parties=[party]))
    await finished(quiet_web, "folders", FOLDERS + a_folder_row(party))
    rows = (
        USAGE_LINES
        + f"{party.number};01;a;usage;x;0.1;2026-10-01;;;;;;\n"
        + f"{party.number};01;b;usage;x;0.1234567;2026-10-01;Calls!;sheep;0;-1;x;\n"
        + f"{party.number};01;c;one-off;x;0.1;2026-10-01;calls;seconds;60;;;\n"
    )
    report = await imported(quiet_web, "lines", rows)
    refused = [(one["row"], one["column"]) for one in report if one["kind"] == "refused"]
    assert refused == [
        (2, "usage_kind"),
        (3, "unit_price"),
        (3, "usage_kind"),
        (3, "usage_unit"),
        (3, "usage_per"),
        (3, "usage_included"),
        (3, "usage_cap"),
        (4, "tariff"),
    ]
