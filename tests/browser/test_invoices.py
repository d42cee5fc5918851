"""An invoice after its issue, one written by hand, and the run that bills everybody."""

import re

import pytest
from kontor_cli.settings import Service
from kontor_local.testing.everything import Everything
from kontor_local.testing.month import Month
from kontor_local.testing.office import PERIOD
from kontor_local.testing.pages import (
    created,
    followed,
    pressed,
    saved,
    shown_after,
    shown_at_last,
    tab,
)
from playwright.async_api import Page, expect


@pytest.fixture
async def invoice(page: Page, billed: str) -> Page:
    await page.goto(billed)
    return page


async def test_an_invoice_shows_its_deliveries_and_is_sent_again(invoice: Page) -> None:
    mail = invoice.get_by_role("listitem").filter(has_text="kasse@abrechnung.example")
    await shown_at_last(invoice, mail.filter(has_text="Gesendet").first)
    await invoice.get_by_label("Versandart").select_option("email-notice")
    await saved(invoice, "Erneut senden")
    await expect(invoice.get_by_text("Nur E-Mail-Benachrichtigung").first).to_be_visible()
    async with invoice.expect_download() as download:
        await invoice.get_by_role("link", name="PDF").click()
    assert (await download.value).suggested_filename.endswith(".pdf")


async def test_an_amount_is_credited_and_the_rest_stays_open(invoice: Page) -> None:
    await followed(invoice, invoice.get_by_role("link", name="Gutschrift", exact=True))
    await pressed(invoice, "Gutschrift ausstellen")
    await expect(invoice.get_by_role("alert")).to_contain_text("Bitte ausfüllen")
    await invoice.get_by_label("Grund").fill("Störung am 3. Oktober")
    await invoice.get_by_label("Oder ein Betrag netto").fill("5,00")
    await saved(invoice, "Gutschrift ausstellen")
    await expect(invoice.get_by_text("Gutschrift", exact=True).first).to_be_visible()
    await expect(invoice.get_by_text(re.compile(r"5,95\s€"))).to_be_visible()


async def test_an_invoice_is_written_by_hand_seen_beforehand_and_cancelled(
    page: Page, whole: Everything
) -> None:
    await created(page, "Von Hand GmbH")
    await tab(page, "Rechnungen")
    await followed(page, page.get_by_role("link", name="Rechnung schreiben"))
    await page.get_by_label("Beschreibung").fill("Vor-Ort-Termin")
    await page.get_by_label("Einzelpreis netto").fill("100,00")
    await pressed(page, "Vorschau")
    await expect(page.get_by_role("alert")).to_contain_text("Vollständige Rechnungsadresse")
    await tab(page, "Stammdaten")
    for label, text in (("Straße", "Lindenweg"), ("Postleitzahl", "66111"), ("Ort", "Saarbrücken")):
        await page.get_by_label(label).fill(text)
    await saved(page)
    await tab(page, "Kontakte")
    await followed(page, page.get_by_role("link", name="Kontakt hinzufügen"))
    await page.get_by_label("Name").fill("Ada")
    await page.get_by_label("E-Mail").fill("ada@vonhand.example")
    await page.get_by_label("Rechnungsempfänger").select_option(label="An")
    await saved(page)
    await tab(page, "Rechnungen")
    await followed(page, page.get_by_role("link", name="Rechnung schreiben"))
    await page.get_by_label("Beschreibung").fill("Vor-Ort-Termin")
    await page.get_by_label("Einzelpreis netto").fill("100,00")
    seen = page.get_by_role("region", name="So wird die Rechnung")
    await shown_after(page, "Vorschau", seen)
    await expect(seen).to_contain_text("119,00")
    await saved(page, "Rechnung ausstellen")
    await followed(page, page.get_by_role("link", name="Stornieren"))
    await page.get_by_label("Grund").fill("Versehentlich")
    await saved(page, "Stornieren")
    await followed(page, page.get_by_role("link", name=re.compile("^zu ")))
    await expect(page.get_by_text("Storniert", exact=True)).to_be_visible()
    await further_invoices_of_a_customer(page, whole)


async def further_invoices_of_a_customer(page: Page, whole: Everything) -> None:
    """Behind the latest one stands the one before it."""
    await followed(page, page.get_by_role("link", name="Von Hand GmbH"))
    await tab(page, "Rechnungen")
    rows = page.get_by_role("region", name="Rechnungen").locator("tbody th a")
    await expect(rows).to_have_count(2)
    latest, before = await rows.all_inner_texts()
    assert latest > before
    *_, party_id, _ = page.url.split("/")
    asked = {"party_id": party_id, "sort": "-number", "limit": 1}
    first = whole.session.send("GET", Service.BILLING, "/invoices", params=asked).json()
    await page.goto(f"{page.url}?cursor={first['next_cursor']}")
    await expect(rows).to_have_text([before])
    await followed(page, page.get_by_role("link", name="Zum Anfang"))
    await expect(rows).to_have_text([latest, before])


async def test_a_run_is_explained_beforehand_started_and_followed_to_its_end(
    page: Page, month: Month
) -> None:
    await page.goto("/runs")
    await page.get_by_label("Monat").fill(PERIOD)
    await followed(page, page.get_by_role("button", name="Vorschau"))
    await page.get_by_label("Auch wenn der Monat").check()
    await saved(page, "Lauf starten")
    await page.reload()
    await expect(page.get_by_text("Fertig", exact=True)).to_be_visible()
    await followed(page, page.get_by_role("link", name="Ausgelassen"))
    row = page.get_by_role("row", name=month.left_out)
    await followed(page, row.get_by_role("link", name="Vollständige Rechnungsadresse"))
    await expect(page.get_by_label("Straße")).to_be_visible()
