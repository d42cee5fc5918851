"""What is agreed with a customer: who pays, in which batch, from what amount on."""

from uuid import uuid4

from kontor_cli.settings import Service
from kontor_contracts.values import Value
from kontor_local.testing.everything import Everything
from kontor_local.testing.office import Office
from kontor_local.testing.pages import created, refused, saved, tab
from playwright.async_api import Page, expect


async def test_another_customer_pays_whatever_a_customer_owes(page: Page) -> None:
    await created(page, "Konzern zahlt AG")
    number = await page.locator(".head .code").first.inner_text()
    await created(page, f"Tochter {uuid4()}")
    await tab(page, "Stammdaten")
    payer = page.get_by_label("Es zahlt ein anderer Kunde")
    await payer.fill("gibt-es-nicht")
    trouble = await refused(page, "Diesen Kunden gibt es nicht")
    await expect(trouble).to_be_focused()
    await expect(payer).to_have_value("gibt-es-nicht")
    await payer.fill(number)
    await saved(page)
    await tab(page, "Zahlung")
    rules = page.get_by_role("complementary", name="Was gilt")
    await expect(rules).to_contain_text("Konzern zahlt AG")
    await tab(page, "Stammdaten")
    await expect(payer).to_have_value(number)


async def test_the_terms_of_a_customer_s_invoices_are_agreed(page: Page) -> None:
    name = f"K{uuid4().hex[:8]}"
    await page.goto("/batches")
    await page.get_by_label("Kürzel").fill(name)
    await saved(page, "Hinzufügen")
    await created(page, "Vereinbart GmbH")
    await tab(page, "Stammdaten")
    await page.get_by_label("Abrechnungsgruppe").select_option(name)
    await page.get_by_label("Dann zum Monatsende").check()
    await page.get_by_label("Mindestbetrag einer Rechnung").fill("12,50")
    await saved(page)
    await tab(page, "Stammdaten")
    await expect(page.get_by_label("Abrechnungsgruppe")).to_have_value(name)
    await expect(page.get_by_label("Dann zum Monatsende")).to_be_checked()
    await expect(page.get_by_label("Mindestbetrag einer Rechnung")).to_have_value("12,50")


async def test_the_overview_begins_with_what_is_pinned_what_is_next_and_what_was_last(
    page: Page, whole: Everything
) -> None:
    office = Office(whole)
    party = office.enter("Überblick GmbH", to="prospects")
    for text in ("Vorsicht, Hund", "Erstens", "Zweitens", "Drittens"):
        note = {"text": text, "pinned": text.startswith("Vorsicht")}
        whole.session.post(Service.CUSTOMERS, f"/parties/{party.id}/notes", Value, note)
    for day in ("2031-03-04", "2031-03-02", "2031-03-03"):
        work = {"title": f"Anrufen am {day}", "due_on": day, "party_id": str(party.id)}
        whole.kontor.tasks.plan(work)
    office.convert(party)
    await page.goto(f"/parties/{party.id}")
    rail = page.get_by_role("complementary", name="Notizen, Aktionen, Verlauf")
    await expect(rail.get_by_role("article").first).to_contain_text("Vorsicht, Hund")
    await expect(rail.locator(".task").first).to_contain_text("Anrufen am 2031-03-02")
    await expect(rail.locator(".event").first).to_contain_text("geändert")
