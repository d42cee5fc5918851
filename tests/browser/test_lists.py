"""Lists as their addresses say: narrowed, sorted, page by page, and the same as a table file."""

import csv
import re
from decimal import Decimal
from uuid import uuid4

import httpx
import pytest
from kontor_billing.testing.bank_xml import a_camt, a_returned_debit, an_entry

NUMBER = re.compile(r'<th scope="row" class="number"><a href="/invoices/[^"]+">([^<]+)</a>')
SORTED = re.compile(r'aria-sort="(\w+)"><a href="([^"]+)"')
NEXT = re.compile(r'<a class="button" href="([^"]+)">Weitere')
AMOUNT = Decimal("12.34")
PAGE = 50


@pytest.mark.usefixtures("month")
async def test_invoices_are_sorted_by_a_column_and_exported_in_that_order(
    clerk: httpx.AsyncClient,
) -> None:
    latest = await clerk.get("/invoices")
    numbers = NUMBER.findall(latest.text)
    assert numbers
    assert numbers == sorted(numbers, reverse=True)
    assert [how for how, _ in SORTED.findall(latest.text)] == ["descending", "none"]
    by_day = SORTED.findall(latest.text)[1][1]
    shown = await clerk.get(by_day)
    assert [how for how, _ in SORTED.findall(shown.text)] == ["none", "ascending"]
    file = await clerk.get(by_day.replace("/invoices", "/invoices.csv"))
    rows = list(csv.DictReader(file.text.splitlines(), delimiter=";"))
    assert [row["number"] for row in rows][:PAGE] == NUMBER.findall(shown.text)
    assert [row["due_on"] for row in rows] == sorted(row["due_on"] for row in rows)


@pytest.mark.usefixtures("month")
async def test_customers_are_sorted_narrowed_and_exported_alike(clerk: httpx.AsyncClient) -> None:
    asked = "?q=Muster+GmbH&sort=-name"
    shown = await clerk.get(f"/customers{asked}")
    assert ("descending", "/customers?q=Muster+GmbH&amp;sort=name") in SORTED.findall(shown.text)
    names = re.findall(r'<th scope="row"><a href="/parties/[^"]+">([^<]+)</a>', shown.text)
    assert names == sorted(names, reverse=True)
    file = await clerk.get(f"/customers.csv{asked}")
    rows = list(csv.DictReader(file.text.lstrip("\ufeff").splitlines(), delimiter=";"))
    assert [row["name"] for row in rows] == names


async def test_returns_go_on_on_further_pages_beside_the_payments(
    clerk: httpx.AsyncClient,
) -> None:
    start = uuid4().hex[:10]
    references = {f"X-{start}-{number:02}" for number in range(PAGE + 10)}
    entries = [an_entry([a_returned_debit(one, AMOUNT, "AG02")], AMOUNT) for one in references]
    file = {"file": ("camt.xml", a_camt(*entries), "text/xml")}
    (await clerk.post("/bank", files=file)).raise_for_status()
    found: set[str] = set()
    address = "/bank?returned=all&state=all"
    while address:
        page = (await clerk.get(address)).text
        returns = page.partition("Stand der Rückgaben")[2].partition("Stand der Zahlungen")[0]
        listed = set(re.findall(rf"X-{start}-\d\d", returns))
        assert len(listed) <= PAGE
        found |= listed
        following = NEXT.search(returns)
        address = following[1].replace("&amp;", "&") if following else ""
    assert found == references
