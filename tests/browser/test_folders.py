"""Folders below a customer, from the empty list to the closed folder."""

import re
import signal

from kontor_local.testing.everything import Everything
from kontor_local.testing.pages import created, followed, pressed, saved, tab
from playwright.async_api import Page, expect


async def opened(page: Page, title: str) -> None:
    """*Ordner → Ordner hinzufügen*, the title, *Speichern*."""
    await tab(page, "Ordner")
    await followed(page, page.get_by_role("link", name="Ordner hinzufügen"))
    await page.get_by_label("Titel").fill(title)
    await saved(page)


async def with_line(page: Page, text: str, price: str) -> None:
    await followed(page, page.get_by_role("link", name="Position hinzufügen"))
    await page.get_by_label("Beschreibung").fill(text)
    await page.get_by_label("Einzelpreis netto").fill(price)
    await page.get_by_label("Beginnt am").fill("2026-10-01")
    await saved(page)


async def test_a_folder_is_filled_activated_and_closed(page: Page) -> None:
    await created(page, "Ordnerliebe GmbH")
    await opened(page, "Hauptsitz")
    await with_line(page, "Glasfaser 100", "1.229,90")
    row = page.get_by_role("row", name="Glasfaser 100")
    await expect(row).to_contain_text(re.compile(r"1\.229,90\s€"))
    await followed(page, page.get_by_role("link", name="Aktivieren"))
    await expect(page.get_by_text("keine Standard-Installation gewählt")).to_be_visible()
    await saved(page, "Ordner aktivieren")
    await expect(page.get_by_text("Aktiv", exact=True)).to_be_visible()
    await followed(page, page.get_by_role("link", name="Glasfaser 100"))
    await page.get_by_text("Pausen", exact=True).click()
    await page.get_by_label("Pause ab").fill("2026-12-01")
    await saved(page)
    await expect(row).to_contain_text("Pause ab 01.12.2026")
    await followed(page, page.get_by_role("link", name="Schließen"))
    await saved(page, "Ordner schließen")
    await expect(page.get_by_text("Geschlossen", exact=True)).to_be_visible()


async def test_a_folder_is_saved_though_billing_hears_of_its_customer_only_after_the_button(
    page: Page, whole: Everything
) -> None:
    relay = whole.supervisor.child("customers-relay")
    relay.send(signal.SIGSTOP)
    try:
        await created(page, "Gerade erst GmbH")
        await tab(page, "Ordner")
        await followed(page, page.get_by_role("link", name="Ordner hinzufügen"))
        await page.get_by_label("Titel").fill("Erster")
        async with page.expect_request(lambda asked: asked.method == "POST"):
            await page.get_by_role("button", name="Speichern", exact=True).click()
    finally:
        relay.send(signal.SIGCONT)
    await expect(page.get_by_role("status").first).to_be_visible()
    await expect(page.get_by_role("link", name="Aktivieren")).to_be_visible()


async def test_a_prospect_s_folder_says_what_its_activation_does_not_do(page: Page) -> None:
    await created(page, "Noch nicht Kunde", kind="Interessenten")
    await opened(page, "Neubau")
    await followed(page, page.get_by_role("link", name="Aktivieren"))
    offer = page.get_by_role("main").get_by_text("bleibt Interessent").locator("..")
    await followed(page, offer.get_by_role("link", name="In Kunden umwandeln"))
    await expect(page.get_by_role("heading", name="In Kunden umwandeln")).to_be_visible()


async def test_a_line_that_ends_before_it_starts_is_refused_at_its_field(page: Page) -> None:
    await created(page, "Rückwärts KG")
    await opened(page, "Lager")
    await followed(page, page.get_by_role("link", name="Position hinzufügen"))
    await page.get_by_label("Beschreibung").fill("Strom")
    await page.get_by_label("Einzelpreis netto").fill("1.234")
    await page.get_by_label("Beginnt am").fill("2026-10-01")
    await page.get_by_label("Endet am").fill("2026-09-01")
    await pressed(page, "Speichern")
    await expect(page.get_by_role("alert")).to_contain_text("Kein Betrag")
    await page.get_by_label("Einzelpreis netto").fill("12,34")
    await pressed(page, "Speichern")
    await expect(page.get_by_label("Endet am")).to_have_accessible_description(
        re.compile("nach dem Beginn")
    )
