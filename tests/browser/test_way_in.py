"""Sign-in: invited members, a second factor, the first steps; found by keyboard alone."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pyotp
from kontor_local.installation import ADMIN_EMAIL
from kontor_local.testing.browser import Desk
from kontor_local.testing.everything import Everything
from kontor_local.testing.pages import followed, pressed, saved
from kontor_local.testing.portal import PortalCustomer, new_link
from playwright.async_api import Page, expect

PASSWORD = "ein langes Passwort"
INVITED = f"nora.{uuid4().hex}@example.com"
NORA = f"Nora {uuid4().hex[:8]}"
HALF_A_MINUTE = timedelta(seconds=30)


async def invited(page: Page) -> None:
    await page.goto("/team/new")
    await page.get_by_label("Name").fill(NORA)
    await page.get_by_label("E-Mail").fill(INVITED)
    await pressed(page, "Einladen")
    await expect(page.get_by_role("alert")).to_be_focused()
    await page.get_by_label("Support").check()
    await pressed(page, "Einladen")
    await expect(page.get_by_role("status")).to_contain_text("Einladung")


async def test_a_member_is_invited_chooses_a_password_sets_up_and_loses_a_second_factor_and_leaves(
    page: Page, desk: Desk, whole: Everything, customer: PortalCustomer
) -> None:
    assert customer.party  # whose organisation has an address to send from
    await invited(page)
    removal = page.get_by_role("link", name="Zweiten Faktor entfernen")
    await followed(page, page.get_by_role("link", name=NORA))
    await expect(page.get_by_role("button", name="Link für ein Passwort")).to_be_visible()
    await expect(removal).to_have_count(0)
    context = await desk.context()
    nora = await context.new_page()
    await nora.goto(new_link(whole, INVITED, ()))
    await nora.get_by_label("Neues Passwort").fill(PASSWORD)
    await pressed(nora, "Speichern")
    await expect(nora.get_by_role("status")).to_contain_text("Passwort gewählt")
    await entered(nora)
    await nora.goto("/profile/second-factor")
    await nora.get_by_label("Bisheriges Passwort").fill(PASSWORD)
    await pressed(nora, "Einrichten")
    await expect(nora.get_by_role("img", name="QR-Code")).to_be_visible()
    shown = await nora.locator("p code").inner_text()
    app = pyotp.TOTP(re.sub(r"\s", "", shown))
    await nora.get_by_label("Code aus der App").fill(app.at(datetime.now(UTC)))
    await pressed(nora, "Bestätigen")
    await expect(nora.locator(".codes li")).to_have_count(8)
    await context.clear_cookies()
    await entered(nora, expect_in=False)
    await expect(nora.get_by_role("alert")).to_contain_text("Code aus Ihrer App")
    #: No code is taken twice; the next one is taken early, whatever the second.
    await entered(nora, code=app.at(datetime.now(UTC) + HALF_A_MINUTE))
    await page.goto("/team")
    await followed(page, page.get_by_role("link", name=NORA))
    await followed(page, removal)
    await expect(page.get_by_text(f"{NORA} meldet sich dann")).to_be_visible()
    await saved(page, "Entfernen")
    await followed(page, page.get_by_role("link", name=NORA))
    await expect(page.get_by_role("button", name="Link für ein Passwort")).to_be_visible()
    await expect(removal).to_have_count(0)
    await context.clear_cookies()
    await entered(nora)
    await page.get_by_label("Aktiv").uncheck()
    await pressed(page, "Speichern")
    await expect(page.get_by_role("row", name=NORA)).to_contain_text("Nein")
    await context.clear_cookies()
    await entered(nora, expect_in=False)
    await context.close()


async def entered(page: Page, code: str = "", *, expect_in: bool = True) -> None:
    await page.goto("/sign-in")
    await page.get_by_label("E-Mail").fill(INVITED)
    await page.get_by_label("Passwort").fill(PASSWORD)
    await page.get_by_label("Code").fill(code)
    await pressed(page, "Anmelden")
    if expect_in:
        await expect(page.locator("nav.side")).to_be_visible()
    else:
        await expect(page.get_by_role("alert")).to_be_visible()


async def test_the_first_steps_are_saved_one_by_one_skipped_and_put_off(page: Page) -> None:
    await page.goto("/setup/company")
    await page.get_by_label("Name").fill("Netz & Ton")
    await pressed(page, "Speichern und weiter")
    await expect(page.get_by_role("link", name="Adresse")).to_have_attribute("aria-current", "step")
    await followed(page, page.get_by_role("link", name="Überspringen"))
    await expect(page.get_by_label("IBAN")).to_be_visible()
    await page.get_by_label("IBAN").fill("DE00")
    await pressed(page, "Speichern und weiter")
    await expect(page.get_by_role("alert")).to_be_focused()
    await expect(page.get_by_label("IBAN")).to_have_value("DE00")
    await pressed(page, "Später einrichten")
    await expect(page.get_by_role("heading", level=1, name="Kunden")).to_be_visible()


async def test_everything_is_found_and_opened_by_keyboard_alone(
    page: Page, customer: PortalCustomer
) -> None:
    await page.goto("/customers")
    await page.keyboard.press("Control+k")
    await expect(page.locator("#search")).to_be_focused()
    await page.keyboard.type("leitung")
    found = page.get_by_role("region", name="Gefunden")
    await expect(found.get_by_role("heading", name="Kontakte")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(found).to_be_hidden()
    await expect(page.locator("#search")).to_be_focused()
    await page.keyboard.press("Control+a")
    #: At once: the answer to a half-typed number would be replaced under the arrow keys.
    await page.keyboard.insert_text(customer.invoice.number)
    hit = found.get_by_role("link", name=customer.invoice.number)
    await expect(hit).to_be_visible()
    await page.keyboard.press("ArrowDown")
    await expect(hit).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_contain_text(customer.invoice.number)


async def test_without_javascript_the_search_is_a_page(
    desk: Desk, customer: PortalCustomer
) -> None:
    context = await desk.context(scripts=False)
    page = await context.new_page()
    await desk.sign_in(page)
    await page.locator("#search").fill(customer.party.name)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("link", name=customer.party.name).first).to_be_visible()
    await page.get_by_label("Suchen nach").last.fill("Team")
    await pressed(page, "Suchen")
    await expect(page.locator(".found").get_by_role("link", name="Team").first).to_be_visible()
    await context.close()


async def test_forgotten_passwords_are_answered_alike_for_every_address(desk: Desk) -> None:
    context = await desk.context()
    page = await context.new_page()
    for address in (ADMIN_EMAIL, "niemand@example.com"):
        await page.goto("/password/forgotten")
        await page.get_by_label("E-Mail").fill(address)
        await pressed(page, "Link schicken")
        await expect(page.get_by_role("status")).to_contain_text("Postfach")
    await context.close()
