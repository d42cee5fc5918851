"""What a user does, in a real browser against real services."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from kontor_contracts.customers.team import Member
from kontor_local.testing.pages import created, followed, pressed, saved, tab
from playwright.async_api import Page, expect

#: Within the agenda, and no day on which other tests plan anything.
SOON = (datetime.now(UTC) + timedelta(days=17)).date().isoformat()


async def test_a_customer_needs_only_a_name_and_is_completed_later(page: Page) -> None:
    await created(page, "Glaserei Kranz")
    missing = page.get_by_role("region", name="Noch nötig für Rechnungen")
    await expect(missing).to_contain_text("Vollständige Rechnungsadresse")
    await followed(page, missing.get_by_role("link", name="Vollständige Rechnungsadresse"))
    await page.get_by_label("Straße").fill("Lindenweg")
    await page.get_by_label("Hausnummer").fill("7")
    await page.get_by_label("Postleitzahl").fill("66111")
    await page.get_by_label("Ort").fill("Saarbrücken")
    await page.get_by_label("Rechnungen zusammenfassen").check()
    await saved(page)
    await expect(missing).not_to_contain_text("Vollständige Rechnungsadresse")
    await tab(page, "Stammdaten")
    await expect(page.get_by_label("Rechnungen zusammenfassen")).to_be_checked()
    await expect(page.get_by_label("Ort")).to_have_value("Saarbrücken")


async def test_an_exempt_customer_says_why(page: Page) -> None:
    await created(page, "Ambulanz Nord")
    await tab(page, "Stammdaten")
    reason = page.get_by_label("Begründung auf der Rechnung")
    await expect(reason).to_be_hidden()
    await page.get_by_label("Mehrwertsteuerpflichtig").uncheck()
    await reason.fill("Steuerfrei nach § 4 Nr. 14 UStG")
    await saved(page)
    await tab(page, "Stammdaten")
    await expect(page.get_by_label("Mehrwertsteuerpflichtig")).not_to_be_checked()
    await expect(reason).to_have_value("Steuerfrei nach § 4 Nr. 14 UStG")


async def test_a_contact_gets_invoices_and_may_see_the_portal_by_separate_rights(
    page: Page,
) -> None:
    await created(page, "Werft Lorenz")
    await tab(page, "Kontakte")
    await followed(page, page.get_by_role("link", name="Kontakt hinzufügen"))
    await page.get_by_label("Name").fill("Ada Beispiel")
    await page.get_by_label("E-Mail").fill("ada@example.com")
    await page.get_by_label("Abrechnung").check()
    await page.get_by_label("Rechnungsempfänger").select_option(label="An")
    await page.get_by_label("Tickets").check()
    await saved(page)
    row = page.get_by_role("row", name="Ada Beispiel")
    await expect(row).to_contain_text("Abrechnung")
    await expect(row).to_contain_text("Tickets")
    await expect(row.get_by_text("Rechnungen", exact=True)).to_have_count(0)


async def test_a_wrong_field_is_named_and_what_was_typed_stays(page: Page) -> None:
    await created(page, "Kino Astra")
    await tab(page, "Kontakte")
    await followed(page, page.get_by_role("link", name="Kontakt hinzufügen"))
    await page.get_by_label("Name").fill("Kim")
    await page.get_by_label("E-Mail").fill("kein-at-zeichen")
    await pressed(page, "Speichern")
    trouble = page.get_by_role("alert")
    await expect(trouble).to_be_focused()
    await expect(page.get_by_label("Name")).to_have_value("Kim")
    await expect(page.get_by_label("E-Mail")).to_have_value("kein-at-zeichen")
    await trouble.get_by_role("link", name="E-Mail").click()
    await expect(page.get_by_label("E-Mail")).to_be_focused()
    await expect(page.get_by_label("E-Mail")).to_have_accessible_description(
        re.compile("Keine gültige E-Mail-Adresse")
    )


async def test_the_second_editor_sees_what_the_first_has_changed(page: Page) -> None:
    await created(page, "Bäckerei Alt")
    await tab(page, "Stammdaten")
    other = await page.context.new_page()
    await other.goto(page.url)
    await other.get_by_label("Rechtsform").fill("KG")
    await saved(other)
    await page.get_by_label("Rechtsform").fill("GmbH")
    await pressed(page, "Speichern")
    row = page.get_by_role("alert").get_by_role("row", name="Rechtsform")
    await expect(row).to_contain_text("GmbH")
    await expect(row).to_contain_text("KG")
    await saved(page)
    await tab(page, "Stammdaten")
    await expect(page.get_by_label("Rechtsform")).to_have_value("GmbH")
    await other.close()


async def test_notes_stay_on_the_page_of_the_customer(page: Page) -> None:
    await created(page, "Hotel Meer")
    await tab(page, "Notizen")
    await page.get_by_role("textbox", name="Neue Notiz").fill("Ruft lieber an als zu schreiben")
    await page.get_by_label("Oben anheften").check()
    await saved(page)
    await tab(page, "Übersicht")
    await expect(page.get_by_text("Ruft lieber an als zu schreiben")).to_be_visible()
    await tab(page, "Verlauf")
    await expect(page.get_by_text("Notiz geschrieben")).to_be_visible()


async def test_an_action_stands_in_the_calendar_until_it_is_done(
    anyone: Page, colleague: Member
) -> None:
    page = anyone
    title = f"Angebot nachfassen {uuid4()}"
    await created(page, "Praxis Weiß")
    await followed(page, page.get_by_role("link", name="Aktion hinzufügen"))
    await page.get_by_label("Was ist zu tun?").fill(title)
    await page.get_by_label("Fällig am").fill(SOON)
    await page.get_by_label("Zugewiesen an").select_option(label=colleague.name)
    await page.get_by_label("Beschreibung").fill("Mit dem neuen Preis")
    await saved(page, "Hinzufügen")
    await followed(page, page.get_by_role("link", name="Aktionen", exact=True).first)
    done = page.get_by_role("button", name=f"Erledigt: {title}")
    row = page.get_by_role("listitem").filter(has=done)
    await expect(row).to_contain_text(colleague.name)
    await expect(row).to_contain_text("Mit dem neuen Preis")
    await page.goto(f"/actions/month?day={SOON}")
    await expect(page.get_by_role("link", name=title)).to_be_visible()
    await page.goto("/actions/agenda")
    async with page.expect_navigation():
        await done.click()
    await expect(page.get_by_role("status")).to_be_visible()
    await expect(done).to_have_count(0)


async def test_a_prospect_is_converted_and_keeps_what_it_has(anyone: Page) -> None:
    page = anyone
    await created(page, "Start-up Luft", kind="Interessenten")
    await tab(page, "Notizen")
    await page.get_by_role("textbox", name="Neue Notiz").fill("Kam über die Messe")
    await saved(page)
    await followed(page, page.get_by_role("link", name="In Kunden umwandeln"))
    await expect(page.get_by_text("1 Notiz", exact=True)).to_be_visible()
    await pressed(page, "In Kunden umwandeln")
    await expect(page.get_by_role("status")).to_be_visible()
    await expect(page.get_by_text("Kam über die Messe")).to_be_visible()
    await expect(page.get_by_text("Kunde seit")).to_be_visible()


async def test_functions_are_configured_and_then_chosen(anyone: Page) -> None:
    page = anyone
    name = f"Einkauf {uuid4()}"
    await page.goto("/functions")
    await page.get_by_role("textbox", name="Deutsch").fill(name)
    await saved(page, "Hinzufügen")
    await created(page, "Druckerei Blau")
    await tab(page, "Kontakte")
    await followed(page, page.get_by_role("link", name="Kontakt hinzufügen"))
    await page.get_by_label("Name").fill("Ada")
    await page.get_by_label(name).check()
    await saved(page)
    await expect(page.get_by_role("row", name="Ada")).to_contain_text(name)


async def test_debits_need_the_own_bank_data_first(anyone: Page) -> None:
    page = anyone
    await page.goto("/organisation")
    await page.get_by_label("Name").fill("Netz & Ton")
    await page.get_by_label("Gläubiger-ID").fill("")
    await saved(page)
    await created(page, "Verein Süd")
    await tab(page, "Zahlung")
    await page.get_by_role("combobox", name="Zahlungsart").select_option(label="SEPA-Lastschrift")
    await page.get_by_label("IBAN").fill("DE89370400440532013000")
    await page.get_by_label("Unterschrieben am").fill("2026-10-01")
    await pressed(page, "Speichern")
    await expect(page.get_by_role("alert")).to_contain_text("eigenen Organisation")
    await expect(page.get_by_label("IBAN")).to_have_value("DE89370400440532013000")
    back = page.url
    await page.goto("/organisation")
    await page.get_by_label("Name").fill("Netz & Ton")
    await page.get_by_label("IBAN").fill("DE89370400440532013000")
    await page.get_by_label("Gläubiger-ID").fill("DE98ZZZ09999999999")
    await saved(page)
    await page.goto(back)
    await page.get_by_role("combobox", name="Zahlungsart").select_option(label="SEPA-Lastschrift")
    await page.get_by_label("IBAN").fill("DE89370400440532013000")
    await page.get_by_label("Unterschrieben am").fill("2026-10-01")
    await saved(page)
    rules = page.get_by_role("complementary", name="Was gilt")
    await expect(rules).to_contain_text("SEPA-Lastschrift vom Kunden")


async def test_ctrl_k_searches_from_everywhere(page: Page) -> None:
    await created(page, "Zirkus Alberti")
    await page.reload()
    await page.keyboard.press("Control+k")
    await expect(page.locator("#search")).to_be_focused()
    await page.keyboard.type("alberti")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("link", name="Zirkus Alberti").first).to_be_visible()
