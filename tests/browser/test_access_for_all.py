"""Axe on every page, in light and dark, in three languages; a task by keyboard alone."""

import re
from collections import deque
from collections.abc import Sequence
from pathlib import Path

import pytest
from kontor_local.testing.browser import Desk
from kontor_local.testing.pages import pressed
from kontor_local.testing.portal import PortalCustomer, entered
from playwright.async_api import BrowserContext, Page, expect

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
IN_GERMAN = (("light", RULES), ("dark", COLOURS))
IN_OTHERS = (("light", WORDS),)
#: Shows another page in the place of this one, as a followed link does; gives the status.
SHOW = """async ([path, language]) => {
  const answer = await fetch(path, {headers: {"Accept-Language": language}});
  const shown = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.documentElement.lang = shown.documentElement.lang;
  document.title = shown.title;
  document.body.replaceWith(shown.body);
  return answer.status;
}"""
#: Where the page leads to, but for files.
LINKS = """() => [...document.links]
  .filter(link => link.origin === location.origin && !link.hasAttribute("download"))
  .map(link => link.pathname + link.search)"""
FILES = (".csv", ".pdf", ".xml", "/content", "/document", "/tar.gz")
#: What stands for one record among many: one page of each kind is looked at.
RECORD = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/vat-rates/)[A-Z]{2}|(?<=/batches/)(?!new)[^/]+"
    r"|(?<=/standard-installations/)(?!new)[^/]+|(?<=/functions/)(?!new)[^/]+"
)
NOWHERE = "/no-such-page"
BEFORE_SIGN_IN = ("/sign-in", "/password", "/password/forgotten")
EVERYWHERE = (
    "/customers", "/customers?q=nothing-at-all", "/customers/new", "/prospects", "/prospects/new",
    "/actions/agenda", "/actions/month", "/actions/week", "/actions/new", "/invoices",
    "/runs", "/runs/preview?period=2026-11", "/batches", "/debits", "/bank",
    "/deliveries?state=all", "/vat-rates", "/vat-rates/DE/standard", "/mail-templates",
    "/mail-templates/email-notice/de", "/standard-installations", "/standard-installations/new",
    "/functions", "/organisation", "/profile", "/profile/password", "/profile/second-factor",
    "/team", "/team/new", "/setup/company", "/search?q=kunden", NOWHERE,
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


async def test_axe_finds_nothing_on_any_page_in_light_and_dark_in_three_languages(
    desk: Desk, party: str, folder: str, billed: str
) -> None:
    context = await desk.context()
    page: Page = await context.new_page()
    await page.goto("/sign-in")
    found = await wrong_on(page, BEFORE_SIGN_IN)
    await desk.sign_in(page)
    ends = ((party, OF_A_PARTY), (folder, OF_A_FOLDER), (billed, OF_AN_INVOICE))
    below = [f"{path}{end}" for path, found_there in ends for end in found_there]
    found += await wrong_on(page, [*EVERYWHERE, *below])
    await context.close()
    assert found == []


async def wrong_on(page: Page, paths: Sequence[str]) -> list[str]:
    """What is wrong on these pages and on one page of every kind that they lead to."""
    await page.evaluate(AXE)
    found: list[str] = []
    waiting, known = deque(paths), {kind_of(path) for path in paths}
    while waiting:
        path = waiting.popleft()
        found += await wrong_on_one(page, path)
        for link in await page.evaluate(LINKS):
            kind = kind_of(link)
            if kind not in known and not kind.endswith(FILES):
                known.add(kind)
                waiting.append(link)
    return found


def kind_of(path: str) -> str:
    return RECORD.sub("*", path.partition("?")[0])


async def wrong_on_one(page: Page, path: str) -> list[str]:
    """All rules in German and light; of dark and of other languages what they can change."""
    found: list[str] = []
    for language in ("de", "fr", "en"):
        status = await page.evaluate(SHOW, [path, language])
        assert (path, status) == (path, 404 if path == NOWHERE else 200)
        checks = IN_GERMAN if language == "de" else IN_OTHERS
        for scheme, rules in checks:
            await page.emulate_media(color_scheme=scheme)
            wrong = await page.evaluate(RUN, rules)
            found += [f"{path} {language} {scheme}: {one}" for one in wrong]
    return found


async def test_a_customer_is_created_by_keyboard_alone(page: Page) -> None:
    await page.goto("/customers/new")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Zum Inhalt")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.type("Tastatur GmbH")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1, name="Tastatur GmbH")).to_be_visible()


async def test_axe_finds_nothing_in_the_portal_in_light_and_dark_in_three_languages(
    desk: Desk, customer: PortalCustomer
) -> None:
    context = await desk.context(phone=True)
    manager = await entered(context, customer, "aufsicht")
    contact = f"/portal/contacts/{customer.party.contacts[0].id}"
    found = await wrong_on(manager, [*OF_THE_PORTAL, contact])
    await context.close()
    assert found == []
