"""The history of a party: facts of several services, narrowed, live."""

import asyncio

from kontor_cli.settings import Service
from kontor_contracts.values import Value
from kontor_local.testing.browser import Desk
from kontor_local.testing.everything import Everything
from kontor_local.testing.office import Office
from kontor_local.testing.pages import followed, pressed
from kontor_local.testing.portal import PortalCustomer
from playwright.async_api import Page, Route, expect


async def test_the_history_tells_what_all_services_know_and_is_narrowed_by_kind(
    page: Page, customer: PortalCustomer
) -> None:
    await page.goto(f"/parties/{customer.party.id}/history")
    lines = page.locator(".timeline")
    number = customer.invoice.number
    for text in ("Kunde angelegt", "aktiviert", f"Rechnung {number} über", f"{number} zugestellt"):
        await expect(lines.get_by_text(text).first).to_be_visible()
    entered = lines.locator("li", has_text="Kunde angelegt")
    await expect(entered).to_contain_text("Admin")
    kinds = page.get_by_role("navigation", name="Art")
    await followed(page, kinds.get_by_role("link", name="Rechnungen", exact=True))
    await expect(lines.get_by_text("Kunde angelegt")).to_have_count(0)
    await followed(page, lines.get_by_role("link", name=f"Rechnung {number} über"))
    await expect(page.get_by_role("heading", level=1)).to_contain_text(number)


async def test_what_happens_elsewhere_shows_without_a_reload(
    page: Page, desk: Desk, customer: PortalCustomer
) -> None:
    path = f"/parties/{customer.party.id}"
    await page.goto(f"{path}/history")
    await expect(page.locator("html[data-stream=open]")).to_be_attached()
    other = await page.context.new_page()
    await other.goto(f"{path}/notes")
    await other.get_by_role("textbox", name="Neue Notiz").fill("Hat gerade angerufen")
    await pressed(other, "Speichern")
    await expect(page.locator(".timeline").get_by_text("Notiz geschrieben")).to_be_visible()
    await other.close()
    plain = await desk.context(scripts=False)
    without = await plain.new_page()
    await desk.sign_in(without)
    await without.goto(f"{path}/history?kind=note")
    await expect(without.get_by_text("Notiz geschrieben")).to_be_visible()
    await plain.close()


async def test_a_history_that_is_open_when_its_session_ends_leads_to_the_sign_in(
    desk: Desk, whole: Everything
) -> None:
    party = Office(whole).enter("Feierabend GmbH")
    context = await desk.context()
    page = await context.new_page()
    await desk.sign_in(page)
    await page.goto(f"/parties/{party.id}/history")
    await expect(page.locator("html[data-stream=open]")).to_be_attached()
    await context.clear_cookies()
    whole.session.post(
        Service.CUSTOMERS, f"/parties/{party.id}/notes", Value, {"text": "Ist schon spät"}
    )
    await expect(page).to_have_url(f"{desk.url}/sign-in?next=/parties/{party.id}/history")
    await context.close()


async def test_what_happens_before_the_page_listens_shows_too(
    page: Page, whole: Everything
) -> None:
    party = Office(whole).enter("Zwischendurch GmbH")
    path, happened = f"/parties/{party.id}", asyncio.Event()

    async def late(route: Route) -> None:
        await happened.wait()
        await route.continue_()

    await page.route("**/live", late)
    await page.goto(f"{path}/history")
    whole.session.post(Service.CUSTOMERS, f"{path}/notes", Value, {"text": "Kam dazwischen"})
    other = await page.context.new_page()
    await other.goto(f"{path}/history")
    await expect(other.get_by_text("Notiz geschrieben")).to_be_visible()
    await other.close()
    await expect(page.get_by_text("Notiz geschrieben")).to_have_count(0)
    happened.set()
    await expect(page.get_by_text("Notiz geschrieben")).to_be_visible()
