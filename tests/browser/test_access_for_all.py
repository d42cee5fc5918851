"""Every page: axe in light and dark in three languages, no German left over, none too wide."""

import asyncio
import re
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

import pytest
from kontor_billing.testing.bank_xml import a_camt, a_returned_debit, an_entry
from kontor_cli.client.waiting import made_debit_files
from kontor_cli.settings import Service
from kontor_contracts.customers.team import Member
from kontor_contracts.values import Language
from kontor_local.testing.browser import Desk
from kontor_local.testing.everything import Everything
from kontor_local.testing.german_words import SAID, left_german
from kontor_local.testing.office import Office
from kontor_local.testing.pages import pressed
from kontor_local.testing.portal import PortalCustomer, entered
from kontor_local.testing.walking import Stop, stops
from playwright.async_api import BrowserContext, Locator, Page, expect

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: What the colours alone decide.
COLOURS = ["color-contrast", "link-in-text-block"]
#: What the words decide.
WORDS = ["cat.language", "cat.name-role-value", "cat.text-alternatives", "cat.forms"]
RUN = """async (rules) => {
  const found = await axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
  return found.violations.map(v => v.id + ": " + v.nodes.map(n => n.html).join(" | "));
}"""
#: Which elements reach beyond the side of a telephone; tables and tabs scroll by themselves.
BEYOND = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("body *")].filter(one => !one.closest(".table-scroll, .tabs")
      && one.getBoundingClientRect().right > innerWidth + 1)
    .map(one => one.outerHTML.slice(0, 120))"""
PHONE, DESK = {"width": 360, "height": 800}, {"width": 1360, "height": 900}
IN_GERMAN = (("light", RULES), ("dark", COLOURS))
IN_OTHERS = (("light", WORDS),)
MOST_TABS = 400
NOWHERE = Stop("/no-such-page", 404)
BEFORE_SIGN_IN = ("/sign-in", "/password", "/password/forgotten")
EVERYWHERE = (
    "/customers", "/customers?q=nothing-at-all", "/customers/new", "/prospects", "/prospects/new",
    "/actions/agenda", "/actions/month", "/actions/week", "/actions/new", "/tickets", "/invoices",
    "/runs", "/runs/preview?period=2026-11", "/batches", "/debits", "/bank",
    "/deliveries?state=all", "/vat-rates", "/vat-rates/DE/standard", "/mail-templates",
    "/mail-templates/email-notice/de", "/standard-installations", "/standard-installations/new",
    "/functions", "/organisation", "/profile", "/profile/password", "/profile/second-factor",
    "/team", "/team/new", "/setup/company", "/search?q=kunden",
)  # fmt: skip
OF_AN_INVOICE = ("", "/credit", "/cancel")
OF_A_FOLDER = ("", "/edit", "/lines/new", "/activate")
OF_A_PARTY = (
    "", "/edit", "/contacts", "/contacts/new", "/notes", "/payment", "/actions", "/folders",
    "/folders/new", "/invoices/new",
    "/invoices", "/history", "/changes", "/convert",
)  # fmt: skip
OF_THE_PORTAL = (
    "/portal", "/portal/invoices", "/portal/services", "/portal/tickets", "/portal/tickets/new",
    "/portal/me", "/portal/me/password", "/portal/contacts", "/portal/contacts/new",
    "/portal/sign-in", "/portal/enter", "/portal/sign-in/password",
)  # fmt: skip


@pytest.fixture(scope="package")
async def party(office: BrowserContext) -> str:
    """The path of a prospect."""
    page = await office.new_page()
    await page.goto("/prospects/new")
    await page.get_by_label("Name").fill("Axe & Söhne")
    await pressed(page, "Speichern")
    await expect(page.locator(".tabs")).to_be_visible()
    path = "/" + page.url.split("/", 3)[3]
    await page.goto(f"{path}/notes")
    await page.get_by_role("textbox", name="Neue Notiz").fill("Eine Notiz")
    await page.get_by_label("Oben anheften").check()
    await pressed(page, "Speichern")
    await expect(page.get_by_role("status")).to_be_visible()
    await page.close()
    return path


@pytest.fixture(scope="package")
async def folder(office: BrowserContext, party: str) -> str:
    """The path of a draft of that prospect."""
    page = await office.new_page()
    await page.goto(f"{party}/folders/new")
    await page.get_by_label("Titel").fill("Axe")
    await pressed(page, "Speichern")
    await expect(page.get_by_role("link", name="Aktivieren")).to_be_visible()
    await page.close()
    return "/" + page.url.split("/", 3)[3]


@pytest.fixture(scope="package")
async def records(whole: Everything) -> None:
    """What pages lead to only where there is some: a ticket, a debit file, money of nobody's."""
    await asyncio.to_thread(enter_records, whole)


def enter_records(whole: Everything) -> None:
    task = {"key": "one", "title": "Axe", "role": "technician"}
    phases = [{"key": "one", "title": "Axe", "tasks": [task]}]
    path = f"/standard-installations/axe-{uuid4().hex[:8]}"
    body = {"title": "Axe", "phases": phases}
    whole.session.send("PUT", Service.BILLING, path, json=body)
    office = Office(whole)
    office.configure()
    payer = office.enter_billable("Axe zahlt GmbH", "kasse@axe.example")
    ticket = {"party_id": str(payer.id), "subject": "Axe", "text": "Axe", "priority": "urgent"}
    whole.session.send("POST", Service.TASKS, "/tickets", json=ticket)
    account, mandate = {"iban": "DE89370400440532013000"}, {"signed_on": "2026-10-01"}
    office.set_payment(payer, "sepa-debit", accounts=[account], mandates=[mandate])
    office.open_folder(payer, "01", "10.00")
    made_debit_files(whole.kontor.billing, office.bill().run.id)
    rows = f"booked_on,amount,currency,text,name\n2026-11-20,1.00,EUR,Axe,{uuid4()}\n"
    whole.kontor.billing.take_bank_file(rows.encode())
    debit = a_returned_debit(uuid4().hex, "1.00")
    whole.kontor.billing.take_bank_file(a_camt(an_entry([debit], "1.00")))


@pytest.mark.usefixtures("records")
async def test_nothing_is_wrong_on_any_page_in_light_and_dark_in_three_languages(
    desk: Desk, party: str, folder: str, billed: str, colleague: Member
) -> None:
    context = await desk.context()
    page: Page = await context.new_page()
    await page.goto("/sign-in")
    found = await wrong_on(page, [*map(Stop, BEFORE_SIGN_IN), refused_sign_in()])
    await desk.sign_in(page)
    ends = ((party, OF_A_PARTY), (folder, OF_A_FOLDER), (billed, OF_AN_INVOICE))
    below = [Stop(f"{path}{end}") for path, found_there in ends for end in found_there]
    below.append(Stop(f"/team/{colleague.id}/second-factor/remove"))
    refused = [
        Stop("/customers/new", 422, {"name": "", "vat.vat_id": "DE0"}),
        Stop(f"{party}/edit", 412, {"name": "Axe", "version": "0"}),
    ]
    found += await wrong_on(page, [*map(Stop, EVERYWHERE), *below, *refused, NOWHERE])
    await context.close()
    assert found == []


async def test_nothing_is_wrong_in_the_portal_in_light_and_dark_in_three_languages(
    desk: Desk, customer: PortalCustomer
) -> None:
    context = await desk.context(phone=True)
    manager = await entered(context, customer, "aufsicht")
    await manager.goto("/portal/tickets/new")
    await manager.get_by_label("Worum geht es?").fill("Axe")
    await manager.get_by_label("Was ist los?").fill("Axe")
    await pressed(manager, "Absenden")
    contact = f"/portal/contacts/{customer.party.contacts[0].id}"
    wrong = [Stop("/portal/tickets/new", 422, {"subject": ""}), Stop("/portal/nowhere", 404)]
    found = await wrong_on(manager, [*map(Stop, (*OF_THE_PORTAL, contact)), *wrong])
    await context.close()
    technical = await desk.context(phone=True)
    page = await entered(technical, customer, "monteur")
    found += await wrong_on(page, [Stop("/portal/invoices", 403)])
    await technical.close()
    assert found == []


def refused_sign_in() -> Stop:
    return Stop("/sign-in", 401, {"email": f"{uuid4()}@example.com", "password": "wrong"})


async def wrong_on(page: Page, first: Sequence[Stop]) -> list[str]:
    """What is wrong on these pages and on one page of every kind that they lead to."""
    await page.evaluate(AXE)
    return [wrong async for stop in stops(page, first) for wrong in await wrong_at(page, stop)]


async def wrong_at(page: Page, stop: Stop) -> list[str]:
    """All rules in German and light; of dark and of other languages what they can change."""
    found: list[str] = []
    for language in Language:
        await stop.show(page, language)
        checks = IN_GERMAN if language is Language.GERMAN else IN_OTHERS
        for scheme, rules in checks:
            await page.emulate_media(color_scheme=scheme)
            wrong = await page.evaluate(RUN, rules)
            found += [f"{stop.path} {language} {scheme}: {one}" for one in wrong]
        found += [f"{stop.path} {language}: {one}" for one in await wrong_words(page, language)]
    return found


async def wrong_words(page: Page, language: Language) -> list[str]:
    """German left over; German and French, the long ones, too wide for a telephone."""
    wrong = [] if language is Language.GERMAN else await german_on(page, language)
    return wrong if language is Language.ENGLISH else wrong + await too_wide_on(page)


async def german_on(page: Page, language: Language) -> list[str]:
    return [f"German: {one}" for one in left_german(await page.evaluate(SAID), language)]


async def too_wide_on(page: Page) -> list[str]:
    wide = page.viewport_size or DESK
    await page.set_viewport_size(PHONE)
    beyond: list[str] = await page.evaluate(BEYOND)
    await page.set_viewport_size(wide)
    return [f"too wide: {one}" for one in beyond]


async def test_a_customer_is_created_by_keyboard_alone(page: Page) -> None:
    await page.goto("/customers/new")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Zum Inhalt")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("#"))
    await page.keyboard.press("Tab")
    await page.keyboard.type("Tastatur GmbH")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1, name="Tastatur GmbH")).to_be_visible()


async def test_a_batch_is_removed_by_keyboard_alone(page: Page, whole: Everything) -> None:
    name = f"T{uuid4().hex[:8]}"
    new = {"If-Match": '"0"'}
    whole.session.send("PUT", Service.BILLING, f"/batches/{name}", json={"title": "T"}, headers=new)
    link = page.get_by_role("link", name=f"Entfernen: {name}")
    await page.goto("/batches")
    await entered_on(page, link)
    await entered_on(page, page.get_by_role("link", name="Abbrechen"))
    await entered_on(page, link)
    await entered_on(page, page.get_by_role("button", name="Entfernen", exact=True))
    await expect(page.get_by_role("status")).to_be_visible()
    await expect(link).to_have_count(0)


async def entered_on(page: Page, wanted: Locator) -> None:
    """Tab after tab until it has the focus, and there the Enter key."""
    await expect(wanted).to_be_visible()
    for _ in range(MOST_TABS):
        await page.keyboard.press("Tab")
        if await wanted.evaluate("one => one === document.activeElement"):
            break
    await expect(wanted).to_be_focused()
    await page.keyboard.press("Enter")
