"""VAT rates over HTTP: each day of a country and class has one rate."""

from datetime import date
from decimal import Decimal

from httpx import AsyncClient
from kontor_billing.app import Parts
from kontor_billing.model.vat_rates import SEED, rate_tables
from kontor_contracts.billing.folder import VatClass

PATH = "/vat-rates/DE/standard"
LAW: list[dict[str, object]] = [
    {"valid_from": "2007-01-01", "rate": "19"},
    {"valid_from": "2020-07-01", "valid_until": "2021-01-01", "rate": "16"},
    {"valid_from": "2021-01-01", "rate": "19"},
]


async def test_rates_are_set_for_a_country_and_class_and_a_restart_leaves_them(
    parts: Parts, quiet_web: AsyncClient
) -> None:
    listed = (await quiet_web.get("/vat-rates")).json()["items"]
    assert {(one["country"], one["rate_class"], one["version"]) for one in listed} == {
        (country, rate_class, 0) for country, classes in CLASSES.items() for rate_class in classes
    }
    corrected = [*LAW[:2], {"valid_from": "2021-02-01", "rate": "19"}]
    corrected[1] = corrected[1] | {"valid_until": None}
    answer = await quiet_web.put(PATH, json={"rates": corrected}, headers={"If-Match": '"0"'})
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"1"')
    assert answer.json()["rates"][1]["valid_until"] == "2021-02-01"
    await parts.billing.rates.seed(SEED)
    table = rate_tables(await parts.billing.rates.all(), "DE")[VatClass.STANDARD]
    assert table.on(date(2021, 1, 31)) == Decimal(16)
    assert table.on(date(2021, 2, 1)) == Decimal(19)
    stale = await quiet_web.put(PATH, json={"rates": LAW}, headers={"If-Match": '"0"'})
    assert (stale.status_code, stale.headers["ETag"]) == (412, '"1"')


FOUR = ("standard", "intermediate", "reduced", "super-reduced")
CLASSES = {"DE": ("standard", "reduced"), "FR": FOUR, "LU": FOUR}


async def test_overlaps_and_gaps_are_refused_by_name_and_nothing_is_stored(
    parts: Parts, quiet_web: AsyncClient
) -> None:
    before = await parts.billing.rates.all()
    wrong = [
        {"valid_from": "2008-01-01", "valid_until": "2009-01-01", "rate": "19"},
        {"valid_from": "2010-01-01", "valid_until": "2012-01-01", "rate": "16"},
        {"valid_from": "2011-01-01", "rate": "19"},
        {"valid_from": "2011-01-01", "valid_until": "2030-01-01", "rate": "19"},
    ]
    answer = await quiet_web.put(PATH, json={"rates": wrong})
    assert answer.status_code == 422
    assert {(one["field"], one["code"]) for one in answer.json()["fields"]} == {
        ("rates.0.valid_from", "gap"),
        ("rates.0.valid_until", "gap"),
        ("rates.1.valid_until", "overlaps"),
        ("rates.3.valid_from", "overlaps"),
        ("rates.3.valid_until", "gap"),
    }
    assert await parts.billing.rates.all() == before
    impossible = [{"valid_from": "x", "rate": "119"}]
    answer = await quiet_web.put(PATH, json={"rates": impossible})
    assert {one["field"] for one in answer.json()["fields"]} >= {
        "rates.0.valid_from",
        "rates.0.rate",
    }


async def test_a_new_country_begins_with_its_first_rate(quiet_web: AsyncClient) -> None:
    rates = [{"valid_from": "2021-01-01", "rate": "21"}]
    answer = await quiet_web.put("/vat-rates/BE/standard", json={"rates": rates})
    assert answer.status_code == 200, answer.text
    countries = [one["country"] for one in (await quiet_web.get("/vat-rates")).json()["items"]]
    assert countries == ["BE", "DE", "DE", *["FR"] * 4, *["LU"] * 4]


async def test_what_is_zero_rated_has_no_rate_to_set(quiet_web: AsyncClient) -> None:
    rates = [{"valid_from": "2021-01-01", "rate": "1"}]
    answer = await quiet_web.put("/vat-rates/DE/zero", json={"rates": rates})
    assert (answer.status_code, answer.json()["fields"][0]["code"]) == (422, "always-zero")
