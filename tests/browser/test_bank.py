"""What the bank sends and nobody can place is dropped with a reason; money without scripts."""

import re
from decimal import Decimal
from uuid import uuid4

import pytest
from kontor_billing.testing.bank_xml import a_camt, a_returned_debit, an_entry
from kontor_local.testing.browser import Desk
from kontor_local.testing.month import Month
from kontor_local.testing.office import PERIOD
from kontor_local.testing.pages import followed, refused, saved, shown_at_last
from playwright.async_api import FilePayload, Locator, Page, expect

AMOUNT = Decimal("12.34")


def returned(reference: str, code: str = "AG02", amount: Decimal = AMOUNT) -> FilePayload:
    """A file that tells of a debit that came back."""
    entry = an_entry([a_returned_debit(reference, amount, code)], amount)
    return FilePayload(name="camt.xml", mimeType="text/xml", buffer=a_camt(entry))


def paid(payer: str) -> FilePayload:
    """A file that tells of a payment."""
    text = f"booked_on,amount,currency,text,name\n2026-11-20,12.34,EUR,Danke,{payer}\n"
    return FilePayload(name="umsatz.csv", mimeType="text/csv", buffer=text.encode())


async def taken(page: Page, file: FilePayload) -> None:
    await page.goto("/bank")
    await page.locator("[name=file]").set_input_files(file)
    await saved(page, "Übernehmen")


async def listed(page: Page, path: str, name: str) -> Locator:
    """The row of that name, on whichever page of its list it stands."""
    await page.goto(path)
    row = page.get_by_role("row").filter(has_text=name)
    pages = page.get_by_role("navigation", name=re.compile("^Seiten der"))
    further = pages.get_by_role("link", name="Weitere")
    while not await row.is_visible() and await further.count():
        await followed(page, further.first)
    return row


async def dropped(page: Page, name: str) -> None:
    """*Verwerfen* beside what is listed under the name; nobody may leave out why."""
    row = await listed(page, "/bank", name)
    await followed(page, row.get_by_role("link", name="Verwerfen"))
    await refused(page, "Bitte ausfüllen", "Verwerfen")
    await page.get_by_label("Grund").fill("Gehört zur Schwesterfirma")
    await saved(page, "Verwerfen")
    await expect(row).to_have_count(0)


async def test_a_return_and_a_payment_that_are_none_of_ours_are_dropped(page: Page) -> None:
    reference, payer = f"X-{uuid4().hex[:12]}", f"Herr Niemand {uuid4()}"
    await taken(page, returned(reference))
    await taken(page, paid(payer))
    await dropped(page, reference)
    await dropped(page, payer)
    for name in (reference, payer):
        row = await listed(page, "/bank?returned=all&state=all", name)
        await expect(row).to_contain_text("Verworfen")


async def test_a_debit_is_handed_in_comes_back_and_is_collected_once_more(
    page: Page, month: Month
) -> None:
    await page.goto(f"/debits?run_id={month.run.removeprefix('/runs/')}")
    await saved(page, "Datei erstellen")
    download = page.get_by_role("link", name="Datei herunterladen")
    await shown_at_last(page, download)
    async with page.expect_download() as loading:
        await download.click()
    assert (await loading.value).suggested_filename.endswith(".xml")
    for link, button in (
        ("Eingereicht melden", "Bei der Bank eingereicht"),
        ("Bestätigung melden", "Von der Bank bestätigt"),
    ):
        await followed(page, page.get_by_role("link", name=link))
        await saved(page, button)
    await expect(page.get_by_text("Bestätigt", exact=True)).to_be_visible()
    await page.goto(month.debited)
    reference = await page.locator(".plain .code").first.inner_text()
    await taken(page, returned(reference, amount=Decimal("59.38")))
    await page.goto(month.debited)
    await saved(page, "Noch einmal einziehen")
    await expect(page.locator(".plain .code")).to_have_count(2)


@pytest.fixture
async def plain(desk: Desk) -> Page:
    """A signed-in page without scripts."""
    context = await desk.context(scripts=False)
    page = await context.new_page()
    await desk.sign_in(page)
    return page


async def test_without_javascript_a_month_is_billed_and_the_bank_s_file_worked_through(
    plain: Page,
) -> None:
    await plain.goto("/runs")
    await plain.get_by_label("Monat").fill(PERIOD)
    await followed(plain, plain.get_by_role("button", name="Vorschau"))
    await plain.get_by_label("Auch wenn der Monat").check()
    await saved(plain, "Lauf starten")
    await shown_at_last(plain, plain.get_by_text("Fertig", exact=True))
    await plain.goto("/debits")
    await plain.get_by_label("Fällig bis").fill("2001-01-01")
    await saved(plain, "Datei erstellen")
    await expect(plain.get_by_role("status")).to_contain_text("nichts einzuziehen")
    payer = f"Frau Skriptlos {uuid4()}"
    await taken(plain, paid(payer))
    await dropped(plain, payer)
    await plain.context.close()
