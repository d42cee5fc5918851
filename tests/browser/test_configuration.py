"""Standard installations, VAT rates and texts of mails, configured in the office."""

import re

from kontor_local.testing.pages import followed, pressed, saved
from playwright.async_api import Page, expect

#: Between a hint and what it is about, in pixels.
ROOM = 8


async def test_a_standard_installation_is_built_phase_by_phase(page: Page) -> None:
    await page.goto("/standard-installations/new")
    await page.locator("[name=installation]").fill("Büro-Anschluss")
    await page.get_by_label("Titel der Phase").fill("Vorbereitung")
    await page.locator("[name='tasks.0.title']").fill("Termin vereinbaren")
    await pressed(page, "Weitere Zeile")
    await page.locator("[name='tasks.1.title']").fill("Technik bestellen")
    await saved(page)
    await followed(page, page.get_by_role("link", name="Phase hinzufügen"))
    await page.get_by_label("Titel der Phase").fill("Einbau")
    await page.locator("[name='tasks.0.title']").fill("Router einbauen")
    await page.locator("[name='tasks.0.unlocking']").select_option("after-task")
    await page.locator("[name='tasks.0.after']").select_option(label="Technik bestellen")
    await saved(page)
    await expect(page.get_by_role("heading", name="2. Einbau")).to_be_visible()
    await pressed(page, "Nach oben: Einbau")
    await expect(page.get_by_role("status")).to_contain_text("Nicht geändert")
    await expect(page.get_by_role("heading", name="2. Einbau")).to_be_visible()


async def test_a_coming_vat_rate_is_entered_and_one_out_of_order_refused(page: Page) -> None:
    await page.goto("/vat-rates/LU/reduced")
    hint = await page.locator("form .hint").first.bounding_box()
    first = await page.locator("fieldset.form-row").first.bounding_box()
    assert hint
    assert first
    assert first["y"] - hint["y"] - hint["height"] >= ROOM
    row = len(await page.locator("fieldset.form-row").all()) - 1
    await page.locator(f"[name='rates.{row}.valid_from']").fill(f"{2040 + row}-01-01")
    await page.locator(f"[name='rates.{row}.rate']").fill("8,5")
    await saved(page)
    await page.goto("/vat-rates/LU/reduced")
    await page.locator(f"[name='rates.{row + 1}.valid_from']").fill("2039-01-01")
    await page.locator(f"[name='rates.{row + 1}.rate']").fill("7")
    await pressed(page, "Speichern")
    await expect(page.get_by_role("alert")).to_contain_text(re.compile(r"Gilt ab \(\d\)"))


async def test_a_mail_is_seen_before_its_text_is_saved(page: Page) -> None:
    await page.goto("/mail-templates/email-notice/fr")
    text = page.locator("[name=text]")
    await text.fill("Facture {{ number }}\n\nBonjour {{ quatsch }}")
    await pressed(page, "Vorschau")
    await expect(page.get_by_role("alert")).to_contain_text("quatsch")
    await text.fill("Facture {{ number }}\n\nBonjour {{ name }}, {{ link }}")
    await pressed(page, "Vorschau")
    await expect(page.get_by_role("status")).to_contain_text("Bonjour")
    await pressed(page, "Speichern")
    await expect(page.get_by_text("Gespeichert.")).to_be_visible()
