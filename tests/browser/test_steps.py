"""A folder's steps and payer, batches, and two people at the same record of billing."""

from uuid import uuid4

import pytest
from kontor_local.testing.pages import created, followed, refused, saved, tab
from playwright.async_api import Page, expect


@pytest.fixture
async def folder(page: Page) -> str:
    """The address of an active folder."""
    await created(page, "Schritt für Schritt GmbH")
    await tab(page, "Ordner")
    await followed(page, page.get_by_role("link", name="Ordner hinzufügen"))
    await page.get_by_label("Titel").fill("Hauptsitz")
    await saved(page)
    address = page.url
    await followed(page, page.get_by_role("link", name="Aktivieren"))
    await saved(page, "Ordner aktivieren")
    return address


async def test_a_folder_is_suspended_and_resumed(page: Page, folder: str) -> None:
    await page.goto(folder)
    await followed(page, page.get_by_role("link", name="Aussetzen"))
    await saved(page, "Ordner aussetzen")
    await expect(page.locator(".badge", has_text="Ausgesetzt")).to_be_visible()
    await followed(page, page.get_by_role("link", name="Fortsetzen"))
    await saved(page, "Ordner fortsetzen")
    await expect(page.locator(".badge", has_text="Aktiv")).to_be_visible()


async def test_the_second_editor_of_a_folder_sees_what_the_first_has_changed(
    page: Page, folder: str
) -> None:
    other = await page.context.new_page()
    for one in (page, other):
        await one.goto(f"{folder}/edit")
    await other.get_by_label("Standort").fill("Kiel")
    await saved(other)
    await other.close()
    await page.get_by_label("Standort").fill("Lübeck")
    trouble = await refused(page, "Jemand anderes")
    row = trouble.get_by_role("row", name="Standort")
    await expect(row).to_contain_text("Kiel")
    await expect(row).to_contain_text("Lübeck")
    await saved(page)
    await expect(page.get_by_text("Lübeck").first).to_be_visible()


async def test_another_customer_pays_for_a_folder(page: Page, folder: str) -> None:
    await created(page, "Zahlt für andere AG")
    number = await page.locator(".head .code").first.inner_text()
    await page.goto(f"{folder}/edit")
    payer = page.get_by_label("Es zahlt ein anderer Kunde")
    await payer.fill("gibt-es-nicht")
    await refused(page, "Diesen Kunden gibt es nicht")
    await expect(payer).to_have_value("gibt-es-nicht")
    await payer.fill(number)
    await saved(page)
    await page.goto(f"{folder}/edit")
    await expect(payer).to_have_value(number)
    await expect(page.get_by_label("Mandat").locator("option")).to_have_text(["Das des Zahlers"])


async def test_a_batch_is_added_changed_and_removed(page: Page) -> None:
    name = f"N{uuid4().hex[:8]}"
    await page.goto("/batches")
    await page.get_by_label("Kürzel").fill("zu lang " * 4)
    await refused(page, "Bitte prüfen", "Hinzufügen")
    await page.get_by_label("Kürzel").fill(name)
    await page.get_by_label("Titel").fill("Norden")
    await saved(page, "Hinzufügen")
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name=name, exact=True))
    await expect(row).to_contain_text("Norden")
    await followed(page, row.get_by_role("link", name=name, exact=True))
    await page.get_by_label("Tag im Monat").fill("5")
    await saved(page)
    await expect(row).to_contain_text("5")
    await followed(page, page.get_by_role("link", name=f"Entfernen: {name}"))
    await saved(page, "Entfernen")
    await expect(row).to_have_count(0)


@pytest.mark.usefixtures("month")
async def test_number_ranges_are_told_and_a_wrong_pattern_is_refused(page: Page) -> None:
    await page.goto("/organisation")
    ranges = page.get_by_role("group", name="Nummernkreise")
    customers = ranges.get_by_label("Kunden und Interessenten")
    await expect(customers).to_have_value("K-{number:06}")
    await customers.fill("K-{nummer}")
    await refused(page, "Kunden und Interessenten")
    await customers.fill("K-{number:06}")
    await saved(page)


async def test_a_day_is_jumped_to_in_the_calendar(page: Page) -> None:
    await page.goto("/actions/month")
    await page.get_by_label("Tag", exact=True).fill("2031-05-17")
    await followed(page, page.get_by_role("button", name="Hin"))
    await expect(page.get_by_role("heading", name="Mai 2031")).to_be_visible()
