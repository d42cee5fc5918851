"""Support tickets between the portal and the office: asked, answered, closed, found again."""

from uuid import uuid4

from kontor_cli.settings import Service
from kontor_contracts.customers.party import Party
from kontor_contracts.tasks.ticket import Ticket
from kontor_local.testing.browser import Desk
from kontor_local.testing.everything import Everything
from kontor_local.testing.office import Office
from kontor_local.testing.pages import (
    followed,
    pressed,
    refused,
    saved,
    shown_after,
    shown_at_last,
)
from kontor_local.testing.portal import entered_as
from playwright.async_api import Locator, Page, expect


async def test_a_ticket_of_a_contact_is_answered_and_closed_in_the_office(
    anyone: Page, desk: Desk, whole: Everything
) -> None:
    subject = f"Kein Freizeichen {uuid4()}"
    party = a_customer(whole)
    context = await desk.context(phone=True, scripts=False)
    contact = await entered_as(context, whole, party.contacts[0].email)
    await contact.goto("/portal/tickets/new")
    await contact.get_by_label("Worum geht es?").fill(subject)
    await contact.get_by_label("Was ist los?").fill("Seit heute Morgen.")
    await shown_after(contact, "Absenden", contact.get_by_role("status"))

    await anyone.goto("/actions/agenda")
    navigation = anyone.get_by_role("navigation", name="Hauptnavigation")
    await followed(anyone, navigation.get_by_role("link", name="Tickets"))
    await followed(anyone, anyone.get_by_role("link", name=subject))
    await expect(said(anyone, "Seit heute Morgen.")).to_contain_text(party.contacts[0].name)
    await anyone.get_by_label("Interne Notiz").check()
    await refused(anyone, "Bitte ausfüllen", "Senden")
    await expect(anyone.get_by_label("Interne Notiz")).to_be_checked()
    await anyone.get_by_role("textbox", name="Antwort").fill("Router ist abgekündigt.")
    await saved(anyone, "Senden")
    await expect(said(anyone, "abgekündigt")).to_contain_text("Intern")
    await anyone.get_by_role("textbox", name="Antwort").fill("Bitte einmal neu starten.")
    await saved(anyone, "Senden")
    await saved(anyone, "Auf den Kunden warten")
    await expect(state(anyone)).to_have_text("Wartet auf den Kunden")

    await contact.reload()
    await expect(said(contact, "neu starten")).to_be_visible()
    await expect(said(contact, "abgekündigt")).to_have_count(0)
    await expect(contact.get_by_text("Wartet auf Sie")).to_be_visible()
    await contact.get_by_label("Ihre Nachricht").fill("Jetzt geht es, danke!")
    await saved(contact, "Senden")

    await pressed(anyone, "Schließen")
    await expect(anyone.get_by_role("heading", name="Inzwischen geändert")).to_be_visible()
    await anyone.goto("/tickets")
    await followed(anyone, anyone.get_by_role("link", name=subject))
    await expect(said(anyone, "danke!")).to_be_visible()
    await expect(state(anyone)).to_have_text("Offen")
    await saved(anyone, "Schließen")
    await expect(state(anyone)).to_have_text("Geschlossen")

    await contact.reload()
    await expect(contact.locator(".badge")).to_have_text("Geschlossen")
    await context.close()
    await followed(anyone, anyone.get_by_role("link", name="Tickets", exact=True).last)
    await expect(anyone.get_by_role("link", name=subject)).to_have_count(0)
    await followed(anyone, anyone.get_by_role("link", name="Geschlossen", exact=True))
    await followed(anyone, anyone.get_by_role("link", name=subject))
    await saved(anyone, "Wieder öffnen")
    await expect(state(anyone)).to_have_text("Offen")


async def test_a_ticket_is_found_at_its_customer_taken_over_and_changed(
    page: Page, whole: Everything
) -> None:
    party = a_customer(whole)
    subject, other = f"Router {uuid4()}", f"Kabel {uuid4()}"
    ticket = a_ticket(whole, party, subject)
    a_ticket(whole, party, other)
    attach(whole, ticket)
    await page.goto(f"/parties/{party.id}")
    await followed(page, page.get_by_role("link", name=subject))
    async with page.expect_download() as loading:
        await page.get_by_role("link", name="plan.txt").click()
    assert (await loading.value).suggested_filename == "plan.txt"
    await saved(page, "Mir zuweisen")
    await expect(page.get_by_role("button", name="Mir zuweisen")).to_have_count(0)
    await followed(page, page.get_by_role("link", name="Ändern", exact=True))
    await page.get_by_label("Betreff").fill("")
    await page.get_by_label("Priorität").select_option(label="Dringend")
    await refused(page, "Betreff")
    await page.get_by_label("Betreff").fill(f"{subject} defekt")
    await saved(page)
    await expect(page.get_by_role("heading", level=1)).to_have_text(f"{subject} defekt")
    await followed(page, page.get_by_role("link", name=party.name).first)
    await followed(page, page.locator(f'a[href^="/tickets?party_id={party.id}"]'))
    await expect(rows(page)).to_have_count(2)
    await followed(page, page.get_by_role("link", name="Mir zugewiesen"))
    await expect(rows(page)).to_have_count(1)
    await expect(rows(page)).to_contain_text(["Dringend"])


async def test_the_history_of_a_customer_leads_to_the_ticket(page: Page, whole: Everything) -> None:
    party = a_customer(whole)
    ticket = a_ticket(whole, party, "Kein Bild")
    await page.goto(f"/parties/{party.id}/history?kind=ticket")
    line = page.locator(".timeline").get_by_role("link", name=f"Ticket {ticket.number}")
    await shown_at_last(page, line)
    await followed(page, line)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Kein Bild")


def a_customer(whole: Everything) -> Party:
    """With a contact who may write tickets in the portal."""
    office = Office(whole)
    office.configure()
    name = uuid4().hex[:8]
    contact = {
        "name": f"Anna {name}",
        "email": f"anna@{name}.example.com",
        "portal_rights": ["tickets"],
    }
    return office.enter(f"Fragt {name} GmbH", contacts=[contact])


def a_ticket(whole: Everything, party: Party, subject: str) -> Ticket:
    body = {"party_id": str(party.id), "subject": subject, "text": "Bitte ansehen."}
    answer = whole.session.send("POST", Service.TASKS, "/tickets", json=body)
    return Ticket.model_validate_json(answer.content)


def attach(whole: Everything, ticket: Ticket) -> None:
    path, named = f"/tickets/{ticket.id}/attachments", {"name": "plan.txt"}
    whole.session.send("POST", Service.TASKS, path, params=named, content=b"Schrank 3")


def said(page: Page, text: str) -> Locator:
    return page.locator(".said", has_text=text)


def state(page: Page) -> Locator:
    return page.locator(".head .badge").first


def rows(page: Page) -> Locator:
    return page.locator("tbody tr")
