"""The price list on real records: kept over HTTP and CSV, taken over by lines."""

import json
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from httpx import AsyncClient
from kontor_billing.app import Parts
from kontor_billing.model.articles import Article, ArticleFields, article_set
from kontor_billing.model.decision import decide
from kontor_billing.testing.issuing import without_kafka
from kontor_billing.testing.records import a_context, a_party, unbilled
from kontor_billing.testing.seeding import Records, store
from kontor_billing.usecases.billing import Billing
from kontor_contracts.billing.folder import Folder, FolderState
from kontor_contracts.customers.party import Party

BOOK: dict[str, object] = {
    "name": {"de": "Handbuch", "fr": "Manuel"},
    "vat_class": "reduced",
    "interval_months": 3,
    "prices": [
        {"valid_from": "2026-01-01", "unit_price": "10.123456"},
        {"valid_from": "2026-10-01", "valid_until": "2027-01-01", "unit_price": "12"},
    ],
}
LINE: dict[str, object] = {"kind": "recurring", "article": "BOOK", "start": "2026-10-01"}


@pytest.fixture
async def billing(parts: Parts) -> Billing:
    return without_kafka(parts.billing)


@pytest.fixture
async def party(billing: Billing, quiet_web: AsyncClient) -> Party:
    """A French one, beside a price list with one article."""
    party = a_party(language="fr")
    await store(billing, Records(parties=[party]))
    assert (await quiet_web.put("/articles/BOOK", json=BOOK)).status_code == 200
    return party


async def opened(web: AsyncClient, party: Party, *lines: dict[str, object]) -> Folder:
    fields = {"number": f"{uuid4().hex[:8]}", "title": "Zentrale", "lines": lines}
    answer = await web.post(f"/parties/{party.id}/folders", json=fields)
    assert answer.status_code == 201, answer.text
    return Folder.model_validate(answer.json())


async def test_a_line_takes_from_its_article_what_it_does_not_say_itself(
    quiet_web: AsyncClient, party: Party
) -> None:
    own = {"unit_price": "9", "description": "Sonderdruck", "unit": "XBX", "vat_class": "standard"}
    listed, given, free = (
        await opened(
            quiet_web,
            party,
            LINE,
            LINE | own | {"interval_months": 1},
            {"kind": "one-off", "description": "Anfahrt", "unit_price": "3", "start": "2026-10-05"},
        )
    ).lines
    assert (listed.description, listed.unit_price, listed.vat_class) == ("Manuel", 12, "reduced")
    assert (listed.unit, listed.interval_months) == ("C62", 3)
    assert (given.description, given.unit_price, given.vat_class) == ("Sonderdruck", 9, "standard")
    assert (given.unit, given.interval_months) == ("XBX", 1)
    assert (free.article, free.unit_price, free.vat_class) == ("", 3, "standard")


async def test_an_invoice_over_lines_of_the_list_has_their_rates_and_later_prices_leave_them(
    quiet_web: AsyncClient, party: Party
) -> None:
    line = LINE | {"interval_months": 1}
    own = {"description": "Manuel", "unit_price": "100", "article": "", "vat_class": "standard"}
    folder = await opened(quiet_web, party, line, line | own)
    cheaper = BOOK | {"prices": [{"valid_from": "2026-01-01", "unit_price": "1"}]}
    changed = await quiet_web.put("/articles/BOOK", json=cheaper, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.headers["ETag"]) == (200, '"2"')
    active = folder.model_copy(update={"state": FolderState.ACTIVE})
    (draft,) = decide(a_context(), party, payment=None, folders=unbilled(active)).invoices
    assert [(row.rate, row.net) for row in draft.invoice.vat] == [
        (Decimal(19), Decimal("100.00")),
        (Decimal(7), Decimal("12.00")),
    ]


async def test_a_line_that_neither_says_all_nor_names_a_listed_article_is_refused_by_name(
    quiet_web: AsyncClient, party: Party
) -> None:
    lines = [
        LINE | {"article": "NONE"},
        LINE | {"start": "2027-01-01"},
        {"kind": "recurring", "start": "2026-10-01"},
        LINE | {"interval_months": 5, "quantity": "0"},
    ]
    fields = {"number": "01", "title": "Zentrale", "lines": lines}
    answer = await quiet_web.post(f"/parties/{party.id}/folders", json=fields)
    assert answer.status_code == 422
    assert [(one["field"], one["code"]) for one in answer.json()["fields"]] == [
        ("lines.0.article", "unknown-article"),
        ("lines.1.unit_price", "no-list-price"),
        ("lines.2.description", "missing"),
        ("lines.2.unit_price", "missing"),
        ("lines.3.interval_months", "not-an-interval"),
        ("lines.3.quantity", "zero"),
    ]


async def test_a_line_is_added_and_an_invoice_made_by_hand_at_list_prices(
    quiet_web: AsyncClient, party: Party
) -> None:
    folder = await opened(quiet_web, party)
    added = await quiet_web.post(f"/folders/{folder.id}/lines", json=LINE)
    (line,) = Folder.model_validate(added.json()).lines
    path = f"/folders/{folder.id}/lines/{line.id}"
    earlier = await quiet_web.put(path, json=LINE | {"start": "2026-09-30"})
    assert earlier.json()["lines"][0]["unit_price"] == "10.123456"
    asked = {"article": "BOOK", "quantity": "2", "supplied_on": "2026-11-01"}
    wanted = {"party_id": str(party.id), "lines": [asked]}
    shown = (await quiet_web.post("/invoice-previews", json=wanted)).json()["invoice"]
    (printed,) = shown["sections"][0]["lines"]
    assert (printed["description"], printed["net"], printed["vat_rate"]) == ("Manuel", "24.00", "7")


async def test_wrong_articles_are_refused_with_every_field_and_stale_ones_with_the_version(
    quiet_web: AsyncClient, party: Party
) -> None:
    assert party
    prices = [
        {"valid_from": "2026-01-01", "valid_until": "2026-03-01", "unit_price": "1"},
        {"valid_from": "2026-02-01", "unit_price": "1"},
        {"valid_from": "2026-02-01", "valid_until": "2026-02-01", "unit_price": "1"},
    ]
    wrong = {"name": {"de": ""}, "interval_months": 5, "prices": prices}
    answer = await quiet_web.put("/articles/NEW", json=wrong)
    assert answer.status_code == 422
    assert {(one["field"], one["code"]) for one in answer.json()["fields"]} == {
        ("name.de", "missing"),
        ("interval_months", "not-an-interval"),
        ("prices.0.valid_until", "overlaps"),
        ("prices.2.valid_from", "overlaps"),
        ("prices.2.valid_until", "before-start"),
    }
    seven = BOOK | {"prices": [{"valid_from": "2026-01-01", "unit_price": "0.1234567"}]}
    found = (await quiet_web.put("/articles/NEW", json=seven)).json()["fields"]
    assert ("prices.0.unit_price", "decimal-max-places") in {
        (one["field"], one["code"]) for one in found
    }
    assert (await quiet_web.get("/articles/NEW")).status_code == 404
    stale = await quiet_web.put(
        "/articles/BOOK", json=BOOK | {"unit": "XBX"}, headers={"If-Match": '"7"'}
    )
    assert (stale.status_code, stale.headers["ETag"]) == (412, '"1"')
    assert (await quiet_web.put("/articles/BOOK", json=BOOK)).json()["version"] == 1
    assert [one["number"] for one in (await quiet_web.get("/articles")).json()["items"]] == ["BOOK"]


CSV = """article;name_de;vat_class;valid_from;valid_until;unit_price
GF;Glasfaser;standard;2026-01-01;;29.90
GF;;;2027-01-01;;31.90
ZR;Ausfuhr;zero;2026-01-01;;5
BAD;Falsch;standard;2026-01-01;;1
BAD;Falsch;standard;2027-01-01;;1.2345678
GAP;;standard;2026-01-01;;1
"""


async def report(web: AsyncClient, kind: str, text: str) -> list[dict[str, object]]:
    answer = await web.post(f"/imports/{kind}", content=text.encode())
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


async def test_a_list_is_imported_article_by_article_and_again_without_effect(
    billing: Billing, quiet_web: AsyncClient
) -> None:
    first = await report(quiet_web, "articles", CSV)
    refused = [(one["row"], one["column"], one["code"]) for one in first if "row" in one]
    assert refused == [
        (5, "article", "incomplete"),
        (6, "unit_price", "decimal-max-places"),
        (7, "name.de", "missing"),
    ]
    sums = {"kind": "finished", "created": 3, "updated": 0, "unchanged": 0, "refused": 3}
    assert first[-1] == sums
    again = await report(quiet_web, "articles", CSV)
    assert again[-1] == sums | {"created": 0, "unchanged": 3}
    found = await billing.articles.page(after="", limit=10)
    assert [(one.number, one.version, len(one.prices)) for one in found] == [
        ("GF", 1, 2),
        ("ZR", 1, 1),
    ]


async def test_lines_of_a_file_name_articles_too(
    billing: Billing, quiet_web: AsyncClient, party: Party
) -> None:
    folder = await opened(quiet_web, party)
    table = (
        "number;folder;line;kind;article;start\n"
        f"{party.number};{folder.number};1;recurring;BOOK;2026-10-01\n"
        f"{party.number};{folder.number};2;recurring;NONE;2026-10-01\n"
    )
    lines = await report(quiet_web, "lines", table)
    assert [(one["row"], one["code"]) for one in lines if "row" in one] == [(3, "unknown-article")]
    stored = await billing.folders.get(folder.id)
    assert stored
    (line,) = stored.folder.lines
    assert (line.description, line.unit_price, line.interval_months) == ("Manuel", 12, 3)


def test_a_price_holds_from_its_first_day_to_the_day_before_its_last() -> None:
    article = article_set("BOOK", None, ArticleFields.model_validate(BOOK))
    assert isinstance(article, Article)
    days = ("2025-12-31", "2026-01-01", "2026-09-30", "2026-10-01", "2026-12-31", "2027-01-01")
    assert [article.price_on(date.fromisoformat(day)) for day in days] == [
        None,
        Decimal("10.123456"),
        Decimal("10.123456"),
        Decimal(12),
        Decimal(12),
        None,
    ]
