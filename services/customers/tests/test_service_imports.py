"""CSV imports through the whole service."""

import asyncio
from collections import Counter

import httpx
from kontor_chassis.import_report import Finished, Progress
from kontor_contracts.customers.party import PartyEvent
from kontor_contracts.topics import (
    CUSTOMERS_PARTY,
)
from kontor_customers.app import Parts
from kontor_customers.model.history import Author
from kontor_customers.testing.records import GERMAN_IBAN, own_organisation
from kontor_customers.testing.service import (
    FactsAbout,
    Json,
    created,
    finished,
    imported,
    refused,
)
from kontor_customers.usecases.imports import KINDS, Import, run

AUTHOR = Author(subject="s", name="n", door="import")


async def test_creates_during_an_import_get_numbers_of_their_own(
    admin: httpx.AsyncClient, parts: Parts
) -> None:
    rows = "".join(f"K-{n:06};Imported {n}\n" for n in range(2, 1502))
    file = KINDS["customers"].read(b"number;name\n" + rows.encode())
    job = Import(parts.books, AUTHOR, dry_run=False)
    creating: list[asyncio.Task[Json]] = []
    report = []
    async for line in run(job, KINDS["customers"], file):
        report.append(line)
        creating += [asyncio.create_task(created(admin)) for _ in range(5)]
    assert report[-1] == finished(created=1500)
    numbers = {party["number"] for party in await asyncio.gather(*creating)}
    assert numbers == {f"K-{n:06}" for n in range(1502, 1522)}


FILES = {
    "customers": "number;name\n" + "".join(f"K-{n};Kranz {n}\n" for n in range(1, 701)),
    "contacts": "number;name;email\n"
    + "".join(f"K-{n};Ada;ada{n}@example.com\n" for n in range(1, 701)),
    "payments": "number;key;method;iban\n"
    + "".join(f"K-{n};main;transfer;{GERMAN_IBAN}\n" for n in range(1, 701)),
}


async def test_two_imports_of_the_same_files_at_once_make_everything_once(
    admin: httpx.AsyncClient,
) -> None:
    for kind, text in FILES.items():
        reports = await asyncio.gather(*(imported(admin, kind, text) for _ in range(2)))
        ends = [report[-1] for report in reports]
        counts = Counter[str]()
        for end in ends:
            counts.update(end.model_dump(exclude={"kind"}))
        assert counts == {"created": 700, "updated": 0, "unchanged": 700, "refused": 0}, kind


async def test_an_import_that_broke_off_goes_on_where_it_was(
    admin: httpx.AsyncClient, parts: Parts
) -> None:
    for kind, text in FILES.items():
        job = Import(parts.books, AUTHOR, dry_run=False)
        report = run(job, KINDS[kind], KINDS[kind].read(text.encode()))
        assert await anext(report) == Progress(done=500, total=700)
        await report.aclose()
        *_, end = await imported(admin, kind, text)
        assert isinstance(end, Finished)
        assert (end.created + end.unchanged, end.updated + end.refused) == (700, 0)
        assert end.unchanged >= 500
    assert await parts.database["parties"].count_documents({}) == 700
    party = (await admin.get("/parties", params={"q": "ada7@example"})).json()["items"][0]
    history = (await admin.get(f"/parties/{party['id']}/history")).json()["items"]
    assert [one["author"]["door"] for one in history] == ["import"] * 3


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
    wrong = refused(lines)
    assert [(line.row, line.column) for line in wrong] == [
        (3, "country"),
        (3, "delivery_method"),
        (4, "number"),
        (5, "name"),
    ]
    assert all(line.reason for line in wrong)
    assert lines[-1] == finished(created=1, refused=3)
    assert await parts.database["parties"].count_documents({}) == 1


async def test_the_account_numbers_go_on_behind_imported_ones(admin: httpx.AsyncClient) -> None:
    await imported(admin, "customers", "number;name\nK-000200;Kranz\nOLD-7;Lux\n")
    assert (await created(admin))["number"] == "K-000201"


async def test_a_dry_run_tells_all_and_saves_nothing(
    admin: httpx.AsyncClient, parts: Parts
) -> None:
    text = "number;name\nK-1;Kranz\nK-2;\n"
    lines = await imported(admin, "customers", text, dry_run=True)
    assert lines[-1] == finished(created=1, refused=1)
    assert await parts.database["parties"].count_documents({}) == 0


async def test_importing_the_same_files_again_changes_nothing(
    admin: httpx.AsyncClient, facts_about: FactsAbout
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
    first = [(await imported(admin, kind, text))[-1] for kind, text in files.items()]
    again = [(await imported(admin, kind, text))[-1] for kind, text in files.items()]
    assert first == [finished(created=2), finished(created=1), finished(created=1)]
    assert again == [finished(unchanged=2), finished(unchanged=1), finished(unchanged=1)]
    party = (await admin.get("/parties", params={"q": "kranz"})).json()["items"][0]
    events = await facts_about(CUSTOMERS_PARTY, party["id"])
    versions = [event.party.version for event in events if isinstance(event, PartyEvent)]
    assert versions == [1, 2]


async def test_a_large_import_reports_its_progress(admin: httpx.AsyncClient) -> None:
    rows = "".join(f"K-{n:06};Customer {n}\n" for n in range(1, 1202))
    lines = await imported(admin, "customers", "number;name\n" + rows)
    progress = [line.done for line in lines if isinstance(line, Progress)]
    assert progress == [500, 1000, 1201]
    assert lines[-1] == finished(created=1201)


async def test_a_file_with_a_wrong_header_is_refused_as_a_whole(admin: httpx.AsyncClient) -> None:
    answer = await admin.post("/imports/contacts", content=b"nummer;name\nK-1;Kranz\n")
    assert answer.status_code == 422
    assert {one["code"] for one in answer.json()["fields"]} == {
        "unknown-column",
        "missing-column",
    }
