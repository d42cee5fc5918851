"""From a prospect to files for its payment and its public body: with scripts, and without any."""

from uuid import uuid4

import pytest
from kontor_chassis.http.paging import write_cursor
from kontor_cli.settings import Service
from kontor_local.testing.everything import Everything
from kontor_local.testing.office import Billed, Office
from kontor_local.testing.pages import created, followed, saved, shown_at_last, tab
from playwright.async_api import Page, expect

PUBLIC_BODY = {
    "kind": "public-body",
    "siren": "219000262",
    "siret": "21900026200010",
    "language": "fr",
    "chorus": {"rule": "service", "service_code": "FINANCES"},
    "delivery": {"method": "chorus-pro"},
}


@pytest.fixture(scope="module")
def installation(whole: Everything) -> str:
    """The title of a standard installation."""
    Office(whole).configure()
    title = f"Neubau {uuid4().hex[:8]}"
    task = {"key": "order", "title": "Leitung bestellen", "role": "technician"}
    body = {"title": title, "phases": [{"key": "p", "title": "Planen", "tasks": [task]}]}
    path = f"/standard-installations/n{uuid4().hex[:8]}"
    headers = {"If-Match": '"0"'}
    whole.session.send("PUT", Service.BILLING, path, json=body, headers=headers)
    return title


@pytest.fixture(scope="module")
def billed(whole: Everything) -> Billed:
    """A run with an invoice for Chorus Pro and one for GoCardless' export."""
    office = Office(whole)
    office.configure()
    body = office.enter_billable("Commune", "mairie@commune.example", **PUBLIC_BODY)
    method = {"method": "gocardless-export", "fallback": "email-notice"}
    payer = office.enter_billable("Export SARL", "caisse@export.example", delivery=method)
    mandate = {"reference": f"MD{uuid4().hex[:10].upper()}"}
    office.set_payment(payer, "gocardless", gocardless_mandates=[mandate])
    for party in (body, payer):
        office.open_folder(party, "01", "50.00")
    return office.bill()


async def test_a_prospect_s_folder_makes_it_a_customer_whose_terms_are_then_agreed(
    anyone: Page, installation: str
) -> None:
    page = anyone
    await created(page, f"Lebenslauf {uuid4()}", kind="Interessenten")
    party = page.url
    await tab(page, "Kontakte")
    await followed(page, page.get_by_role("link", name="Kontakt hinzufügen"))
    await page.get_by_label("Name").fill("Ada")
    await page.get_by_label("E-Mail").fill("ada@leben.example")
    await page.get_by_label("Technisch").check()
    await page.get_by_label("Rechnungsempfänger").select_option(label="An")
    await page.get_by_label("Dienste").check()
    await saved(page)
    await tab(page, "Notizen")
    await page.get_by_role("textbox", name="Neue Notiz").fill("Ruft lieber an")
    await page.get_by_label("Oben anheften").check()
    await saved(page)
    await folder_activated(page, installation)
    folder = page.url
    await page.goto(party)
    await shown_at_last(page, page.get_by_text("Kunde seit"))
    await expect(page.get_by_role("article").filter(has_text="Ruft lieber an")).to_be_visible()
    await shown_at_last(page, page.get_by_role("link", name="Leitung bestellen"))
    await terms_agreed(page)
    await page.goto(f"{folder}/edit")
    await page.get_by_label("Zahlungsart").select_option(label="Überweisung")
    await saved(page)
    await tab(page, "Zahlung")
    rules = page.get_by_role("complementary", name="Was gilt")
    await expect(rules.get_by_role("listitem").first).to_contain_text("GoCardless vom Kunden")
    of_folder = rules.get_by_role("listitem").filter(has_text="Neubau Nord")
    await expect(of_folder).to_contain_text("Überweisung vom Ordner")


async def folder_activated(page: Page, installation: str) -> None:
    """A folder with a line and a standard installation, which its activation starts."""
    await tab(page, "Ordner")
    await followed(page, page.get_by_role("link", name="Ordner hinzufügen"))
    await page.get_by_label("Titel").fill("Neubau Nord")
    await page.get_by_label("Standard-Installation").select_option(label=installation)
    await saved(page)
    await followed(page, page.get_by_role("link", name="Position hinzufügen"))
    await page.get_by_label("Beschreibung").fill("Glasfaser 100")
    await page.get_by_label("Einzelpreis netto").fill("29,90")
    await page.get_by_label("Beginnt am").fill("2026-10-01")
    await saved(page)
    await followed(page, page.get_by_role("link", name="Aktivieren"))
    await saved(page, "Ordner aktivieren")


async def terms_agreed(page: Page) -> None:
    """One invoice, no VAT, by Chorus Pro and then by mail, paid through GoCardless."""
    await tab(page, "Stammdaten")
    await page.get_by_label("Rechnungen zusammenfassen").check()
    await page.get_by_label("Mehrwertsteuerpflichtig").uncheck()
    reason = page.get_by_label("Begründung auf der Rechnung")
    await reason.fill("Steuerfrei nach § 4 Nr. 14 UStG")
    await page.get_by_label("Versandart").select_option(label="Chorus Pro")
    await saved(page)
    await tab(page, "Zahlung")
    await page.get_by_role("combobox", name="Zahlungsart").select_option(label="GoCardless")
    await page.get_by_label("GoCardless-Mandat").fill(f"MD{uuid4().hex[:10].upper()}")
    await saved(page)
    await tab(page, "Stammdaten")
    await expect(page.get_by_label("Versandart")).to_have_value("chorus-pro")
    await expect(reason).to_have_value("Steuerfrei nach § 4 Nr. 14 UStG")
    await page.get_by_label("Versandart").select_option(label="E-Mail mit Anhang")
    await saved(page)
    await tab(page, "Stammdaten")
    await expect(page.get_by_label("Versandart")).to_have_value("email-attachment")


async def test_the_archive_for_chorus_pro_and_the_export_for_gocardless_are_fetched(
    anyone: Page, billed: Billed
) -> None:
    page = anyone
    await page.goto(f"/runs/{billed.run.id}")
    await followed(page, page.get_by_role("link", name="Dateien dieses Laufs"))
    files = page.get_by_role("region", name="Dateien")
    for way, end in (("Chorus Pro", ".tar.gz"), ("GoCardless", ".csv")):
        row = files.get_by_role("row").filter(has_text=way)
        link = row.get_by_role("link")
        await shown_at_last(page, link)
        await expect(row).to_contain_text("Fertig")
        async with page.expect_download() as loading:
            await link.click()
        assert (await loading.value).suggested_filename.endswith(end)
    await expect(page.get_by_text("1 von 1 Rechnungen aufgenommen")).to_have_count(2)
    newest = await files.get_by_role("link").first.get_attribute("href") or ""
    behind = write_cursor(newest.split("/")[2])
    await page.goto(f"/files?run_id={billed.run.id}&cursor={behind}")
    await expect(files.locator("tbody tr")).to_have_count(1)
    await followed(page, page.get_by_role("link", name="Zum Anfang"))
    await expect(files.locator("tbody tr")).to_have_count(2)
