"""What goes to the bank and what comes from it; what became of deliveries."""

import re
from uuid import uuid4

from kontor_local.testing.month import Month
from kontor_local.testing.pages import followed, pressed, saved
from playwright.async_api import FilePayload, Page, expect

CSV = "booked_on,amount,currency,text,name\n2026-11-20,{amount},EUR,Danke,{name}\n"


def bank_file(name: str, amount: str) -> FilePayload:
    content = CSV.format(name=name, amount=amount).encode()
    return FilePayload(name="umsatz.csv", mimeType="text/csv", buffer=content)


async def test_a_payment_that_nobody_can_place_is_assigned_by_hand(page: Page, billed: str) -> None:
    await page.goto(billed)
    number = await page.get_by_role("heading", level=1).inner_text()
    payer = f"Frau Rätsel {uuid4()}"
    await page.goto("/bank")
    await pressed(page, "Übernehmen")
    await expect(page.get_by_role("alert")).to_contain_text("Bitte eine Datei wählen")
    await page.locator("[name=file]").set_input_files(bank_file(payer, "10.00"))
    await saved(page, "Übernehmen")
    row = page.get_by_role("region", name="Zahlungen", exact=True).get_by_role("row")
    await followed(page, row.filter(has_text=payer).get_by_role("link", name="Zuordnen"))
    await page.get_by_label("Rechnungsnummer").fill("gibt-es-nicht")
    await pressed(page, "Zuordnen")
    await expect(page.get_by_role("alert")).to_contain_text("Keine Rechnung hat diese Nummer")
    await page.get_by_label("Rechnungsnummer").first.fill(number)
    await saved(page, "Zuordnen")
    await page.goto(billed)
    await expect(page.get_by_text(re.compile(r"10,00\s€"))).to_be_visible()


async def test_deliveries_show_what_failed_first_and_a_run_its_report(
    page: Page, month: Month
) -> None:
    await page.goto("/deliveries")
    await expect(page.locator(".segments [aria-current]")).to_have_text("Fehlgeschlagen")
    await page.goto(month.run)
    await followed(page, page.get_by_role("link", name="Zustellungen dieses Laufs"))
    await expect(page.get_by_text("Was noch nicht angekommen ist")).to_be_visible()
