"""Finding, sorting, filtering and exporting parties through HTTP."""

import csv
import io
from collections.abc import Mapping

import httpx
import pytest
from kontor_customers.testing.records import FRENCH_IBAN, an_account
from kontor_customers.testing.service import Json, created, finished, imported


async def names(admin: httpx.AsyncClient, **params: str) -> list[str]:
    answer = await admin.get("/parties", params=params)
    return [one["name"] for one in answer.raise_for_status().json()["items"]]


@pytest.fixture
async def kranz(admin: httpx.AsyncClient) -> Json:
    """The party to be found, among others."""
    rita = {"name": "Rita Östberg", "email": "r.ostberg@post.example", "phones": ["+49 30 998877"]}
    await created(admin, name="Zeppelin", contacts=[{"name": "Otto", "email": "o@else.example"}])
    await created(admin, "prospects", name="Lux SARL")
    party = await created(
        admin,
        name="Glaserei Grünkranz",
        vat_id="DE136695976",
        contacts=[rita],
        tags=["VIP"],
        on_hold="unpaid",
        billing_address={"city": "Metz", "country": "FR"},
    )
    payment = {"accounts": [an_account(iban=FRENCH_IBAN)]}
    await admin.put(f"/parties/{party['id']}/payment", json=payment)
    return party


@pytest.mark.parametrize(
    "typed",
    [
        "grünkr", "UNKRANZ", "gruenkranz", "kranz glas", "000003", "3", "itá", "ostb",
        "berg@post", "post.exa", "030 998877", "+49 30 99", "98877", "13669", "metz",
        "2606", "13M02606", FRENCH_IBAN, "FR14 2004 1010 0505 0001 3M02 606",
    ],
)  # fmt: skip
async def test_any_part_finds_the_party(admin: httpx.AsyncClient, kranz: Json, typed: str) -> None:
    assert await names(admin, q=typed) == [kranz["name"]]


async def test_a_changed_party_is_still_found_by_its_iban(
    admin: httpx.AsyncClient, kranz: Json
) -> None:
    path, seen = f"/parties/{kranz['id']}", {"If-Match": '"1"'}
    await admin.put(path, json={**kranz, "name": "Neu"}, headers=seen)
    assert await names(admin, q="2606") == ["Neu"]
    await admin.put(f"{path}/payment", json={}, headers=seen)
    assert await names(admin, q="2606") == []


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({"tag": "VIP"}, ["Glaserei Grünkranz"]),
        ({"on_hold": "true"}, ["Glaserei Grünkranz"]),
        ({"on_hold": "false"}, ["Lux SARL", "Zeppelin"]),
        ({"country": "FR", "lifecycle": "customer"}, ["Glaserei Grünkranz"]),
        ({"lifecycle": "prospect"}, ["Lux SARL"]),
        ({"kind": "private"}, []),
        ({"sort": "-name"}, ["Zeppelin", "Lux SARL", "Glaserei Grünkranz"]),
        ({"sort": "number"}, ["Zeppelin", "Lux SARL", "Glaserei Grünkranz"]),
        ({"sort": "newest"}, ["Glaserei Grünkranz", "Lux SARL", "Zeppelin"]),
    ],
)
async def test_lists_are_filtered_and_sorted(
    admin: httpx.AsyncClient, kranz: Json, params: Mapping[str, str], found: list[str]
) -> None:
    assert kranz["version"] == 1
    assert await names(admin, **params) == found


async def test_a_cursor_of_another_order_is_refused(admin: httpx.AsyncClient, kranz: Json) -> None:
    page = (await admin.get("/parties", params={"limit": 1})).json()
    assert page["items"][0]["name"] == kranz["name"]
    other = {"cursor": page["next_cursor"], "sort": "number"}
    assert (await admin.get("/parties", params=other)).status_code == 422


@pytest.mark.parametrize("sort", ["name", "-name", "number", "-number", "newest", "oldest"])
async def test_the_pages_of_a_query_and_its_export_hold_the_same(
    admin: httpx.AsyncClient, sort: str
) -> None:
    for number in range(5):
        await created(admin, name=f"Kranz {9 - number // 2}", tags=["VIP"])
    await created(admin, name="Kranz ohne")
    query = {"q": "kranz", "tag": "VIP", "sort": sort}
    shown: list[str] = []
    page: Json = {"next_cursor": ""}
    while page["next_cursor"] is not None:
        params = {**query, "limit": "2", "cursor": page["next_cursor"]}
        page = (await admin.get("/parties", params=params)).raise_for_status().json()
        shown += [one["number"] for one in page["items"]]
    export = await admin.get("/exports/customers", params=query)
    rows = csv.DictReader(io.StringIO(export.text), delimiter=";")
    assert [row["number"] for row in rows] == shown
    assert len(set(shown)) == len(shown) == 5


async def test_the_list_is_exported_and_imports_as_it_is(
    admin: httpx.AsyncClient, kranz: Json
) -> None:
    await created(admin, name="=HYPERLINK(1)", payer_id=kranz["id"])
    answer = await admin.get("/exports/customers", params={"lifecycle": "customer"})
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text), delimiter=";"))
    assert [row["name"] for row in rows] == ["'=HYPERLINK(1)", "Glaserei Grünkranz", "Zeppelin"]
    assert rows[0]["payer"] == kranz["number"]
    assert (await imported(admin, "customers", answer.text))[-1] == finished(unchanged=3)
