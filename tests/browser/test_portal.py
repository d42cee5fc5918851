"""The portal in a real browser, on a phone: signed in by the mailed link, one journey a task."""

import re
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from kontor_local.testing.browser import Desk
from kontor_local.testing.everything import Everything
from kontor_local.testing.office import Office
from kontor_local.testing.pages import followed, pressed
from kontor_local.testing.portal import PortalCustomer, entered, new_link
from playwright.async_api import BrowserContext, Page, expect

PASSWORD = "ein langes Passwort"


@pytest.fixture(scope="module")
async def phone(desk: Desk) -> AsyncIterator[BrowserContext]:
    context = await desk.context(phone=True)
    yield context
    await context.close()


@pytest.fixture(scope="module")
async def manager(phone: BrowserContext, customer: PortalCustomer) -> Page:
    """A contact with every right, at the portal."""
    return await entered(phone, customer, "leitung")


async def test_what_is_to_pay_is_said_first_and_its_document_is_fetched(
    manager: Page, customer: PortalCustomer
) -> None:
    await manager.goto("/portal")
    owed = manager.get_by_role("region", name="Jetzt zu zahlen")
    await expect(owed).to_contain_text("1.469,13")
    async with manager.expect_download() as loading:
        await owed.get_by_role("link", name=f"PDF von {customer.invoice.number}").click()
    assert (await loading.value).suggested_filename == f"{customer.invoice.number}.pdf"


async def test_the_link_in_a_notice_leads_by_sign_in_to_the_invoice(
    desk: Desk, whole: Everything
) -> None:
    office = Office(whole)
    office.configure()
    email = f"buchhaltung@{uuid4().hex}.example.com"
    contact = {
        "name": "Ada",
        "email": email,
        "invoice_recipient": "to",
        "portal_rights": ["invoices"],
    }
    party = office.enter_billable(
        "Abholer GmbH", email, delivery={"method": "email-notice"}, contacts=[contact]
    )
    office.open_folder(party, "01", "20.00")
    billed = office.bill()
    invoice = billed.invoice_of(party)
    mail = billed.mail_about(invoice)
    assert not list(mail.iter_attachments())
    body = mail.get_body(("plain",))
    assert body
    [link] = re.findall(rf"{re.escape(desk.url)}\S+", body.get_content())
    context = await desk.context(phone=True, scripts=False)
    page = await context.new_page()
    await page.goto(link)
    await page.get_by_label("E-Mail").fill(email)
    await followed(page, page.get_by_role("button", name="Link schicken"))
    await page.goto(new_link(whole, email, ()))
    await followed(page, page.get_by_role("button", name="Anmelden"))
    owed = page.get_by_role("region", name="Jetzt zu zahlen")
    await expect(owed).to_contain_text(invoice.number)
    await followed(page, page.get_by_role("link", name="Rechnungen", exact=True).first)
    async with page.expect_download() as loading:
        await page.get_by_role("link", name=f"PDF von {invoice.number}").click()
    assert (await loading.value).suggested_filename == f"{invoice.number}.pdf"
    await context.close()


async def test_a_ticket_is_opened_answered_and_stands_first(manager: Page) -> None:
    await manager.goto("/portal/tickets/new")
    await manager.get_by_label("Worum geht es?").fill("Kein Freizeichen")
    await pressed(manager, "Absenden")
    await expect(manager.get_by_role("alert")).to_be_focused()
    await expect(manager.get_by_label("Worum geht es?")).to_have_value("Kein Freizeichen")
    await manager.get_by_label("Was ist los?").fill("Seit heute Morgen, am Empfang.")
    await pressed(manager, "Absenden")
    await expect(manager.get_by_role("status")).to_contain_text("Ticket geöffnet")
    await manager.get_by_label("Ihre Nachricht").fill("Jetzt auch im Lager.")
    await pressed(manager, "Senden")
    await expect(manager.get_by_text("Jetzt auch im Lager.")).to_be_visible()
    await manager.goto("/portal/tickets")
    await expect(manager.locator(".row").first).to_contain_text("Kein Freizeichen")


async def test_own_data_are_changed(manager: Page) -> None:
    await manager.goto("/portal/me")
    await manager.get_by_label("Telefon").fill("keine Nummer")
    await pressed(manager, "Speichern")
    await expect(manager.get_by_role("alert")).to_be_focused()
    await manager.get_by_label("Telefon").fill("+49 681 123456")
    await pressed(manager, "Speichern")
    await expect(manager.get_by_role("status")).to_contain_text("Gespeichert")
    await expect(manager.get_by_label("Telefon")).to_have_value("+49681123456")


async def test_a_contact_with_that_right_lets_a_colleague_in(manager: Page) -> None:
    await manager.goto("/portal/contacts/new")
    await manager.get_by_label("Name").fill("Kollegin Blau")
    await manager.get_by_label("E-Mail").fill("blau@example.com")
    await manager.get_by_label("Tickets").check()
    await pressed(manager, "Speichern")
    await expect(manager.get_by_role("status")).to_be_visible()
    row = manager.locator(".row", has_text="Kollegin Blau")
    await expect(row).to_contain_text("Tickets")
    await followed(manager, row.get_by_role("link"))
    await manager.get_by_label("Aktiv").uncheck()
    await pressed(manager, "Speichern")
    await expect(row).to_contain_text("Inaktiv")


async def test_a_technical_contact_sees_services_and_tickets_and_no_price(
    desk: Desk, customer: PortalCustomer
) -> None:
    context = await desk.context(phone=True, scripts=False)
    page = await entered(context, customer, "technik")
    shown = await page.locator(".portal-nav li").all_inner_texts()
    assert [one.strip() for one in shown] == ["Übersicht", "Dienste", "Tickets", "Meine Daten"]
    await followed(page, page.get_by_role("link", name="Dienste", exact=True))
    await expect(page.get_by_text("Glasfaser 100")).to_be_visible()
    await expect(page.locator("main")).not_to_contain_text("€")
    await context.close()


async def test_a_password_is_chosen_and_then_signs_in(
    desk: Desk, manager: Page, customer: PortalCustomer
) -> None:
    await manager.goto("/portal/me/password")
    await manager.get_by_label("Neues Passwort").fill("kurz")
    await pressed(manager, "Speichern")
    await expect(manager.get_by_role("alert")).to_be_visible()
    await manager.get_by_label("Neues Passwort").fill(PASSWORD)
    await pressed(manager, "Speichern")
    await expect(manager.get_by_role("status")).to_contain_text("Passwort geändert")
    context = await desk.context()
    page = await context.new_page()
    await page.goto("/portal/sign-in/password")
    await page.get_by_label("E-Mail").fill(customer.email_of("leitung"))
    await page.get_by_label("Passwort").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Guten Tag")
    await context.close()
