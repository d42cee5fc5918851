"""`make shots`: pictures of the main pages, light and dark, desktop and phone, to be looked at."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kontor_local.testing.browser import Desk
from kontor_local.testing.portal import PortalCustomer, entered
from playwright.async_api import Page

FOLDER = Path(os.environ.get("KONTOR_SHOTS", "var/shots"))
TODAY = datetime.now(UTC).date()
NAMES = ("Glaserei Kranz", "Werft Lorenz", "Hôtel du Parc", "Stadtwerke Lindau", "Praxis Weiß")
NOTES = (
    ("Ruft lieber an als zu schreiben. Rechnungen immer an die Zentrale.", True),
    ("Umzug der Filiale im Frühjahr; Anschluss am neuen Standort vorher bestellen.", False),
)
PAGES = {
    "customers": "/customers",
    "new": "/customers/new",
    "agenda": "/actions/agenda",
    "month": "/actions/month",
    "week": "/actions/week",
    "functions": "/functions",
    "organisation": "/organisation",
    "invoices": "/invoices",
    "runs": "/runs",
    "run-preview": "/runs/preview?period=2026-10",
    "debits": "/debits",
    "bank": "/bank",
    "deliveries": "/deliveries?state=all",
    "installation": "/standard-installations/new",
    "vat-rates": "/vat-rates",
    "mail-templates": "/mail-templates",
    "profile": "/profile",
    "second-factor": "/profile/second-factor",
    "prospects": "/prospects",
    "batches": "/batches",
    "installations": "/standard-installations",
    "team": "/team",
    "team-new": "/team/new",
    "setup": "/setup/company",
    "search": "/search?q=kranz",
    "nowhere": "/no-such-page",
}
OF_THE_PORTAL = {
    "portal": "/portal",
    "portal-invoices": "/portal/invoices",
    "portal-services": "/portal/services",
    "portal-tickets": "/portal/tickets",
    "portal-ticket-new": "/portal/tickets/new",
    "portal-me": "/portal/me",
    "portal-contacts": "/portal/contacts",
    "portal-sign-in": "/portal/sign-in",
}
LOOKS = (
    ("de", False, False), ("de", True, False), ("de", False, True),
    ("fr", False, False), ("en", True, True), ("en", False, False),
)  # fmt: skip
OF_PARTY = (
    "", "/edit", "/contacts", "/contacts/new", "/notes", "/payment", "/actions", "/history",
    "/changes", "/folders", "/folders/new", "/invoices", "/invoices/new",
)  # fmt: skip


async def test_pictures_of_the_main_pages(desk: Desk, billed: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)  # noqa: ASYNC240  # nobody waits
    context = await desk.context()
    page = await context.new_page()
    await page.goto("/sign-in")
    await page.screenshot(path=FOLDER / "sign-in.png")
    await desk.sign_in(page)
    party = await fill(page)
    await context.close()
    of_party = {f"party{end.replace('/', '-')}": f"{party}{end}" for end in OF_PARTY}
    ends = {"invoice": "", "invoice-credit": "/credit", "invoice-cancel": "/cancel"}
    of_invoice = {subject: f"{billed}{end}" for subject, end in ends.items()}
    for language, dark, phone in LOOKS:
        context = await desk.context(language=language, dark=dark, phone=phone)
        page = await context.new_page()
        await desk.sign_in(page)
        name = named(language, dark=dark, phone=phone)
        await shoot(page, PAGES | of_party | of_invoice, name, whole=phone)
        await context.close()


async def test_pictures_of_the_portal(desk: Desk, customer: PortalCustomer) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)  # noqa: ASYNC240  # nobody waits
    entering = await desk.context()
    await entered(entering, customer, "aufsicht")
    cookies = await entering.cookies()
    await entering.close()
    for language, dark, phone in LOOKS:
        context = await desk.context(language=language, dark=dark, phone=phone)
        await context.add_cookies(
            [{"name": c["name"], "value": c["value"], "url": desk.url} for c in cookies]
        )
        page = await context.new_page()
        await shoot(page, OF_THE_PORTAL, named(language, dark=dark, phone=phone), whole=phone)
        await context.close()


def named(language: str, *, dark: bool, phone: bool) -> str:
    return f"{language}-{'dark' if dark else 'light'}{'-phone' if phone else ''}"


async def shoot(page: Page, paths: Mapping[str, str], name: str, *, whole: bool) -> None:
    for subject, path in paths.items():
        await page.goto(path)
        await page.screenshot(path=FOLDER / f"{subject}-{name}.png", full_page=whole)


async def fill(page: Page) -> str:
    """Some customers; the path of the last one, who has a bit of everything."""
    for name in NAMES:
        await page.goto("/customers/new")
        await page.locator("[name=name]").fill(name)
        await page.locator('[name="billing_address.city"]').fill("Saarbrücken")
        await submit(page)
    party = "/" + page.url.split("/", 3)[3]
    for text, pinned in NOTES:
        await page.goto(f"{party}/notes")
        await page.locator("[name=text]").fill(text)
        await page.locator("#f-pinned").set_checked(pinned)
        await submit(page)
    await page.goto(f"{party}/contacts/new")
    await page.locator("[name=name]").fill("Ada Beispiel")
    await page.locator("[name=email]").fill("ada@example.com")
    await page.locator("[name=invoice_recipient]").select_option("to")
    await submit(page)
    for title, days in (("Angebot nachfassen", 1), ("Vertrag prüfen", -2), ("Jahresgespräch", 6)):
        await page.goto(f"{party}/actions")
        await page.locator("[name=title]").fill(title)
        await page.locator("[name=due_on]").fill((TODAY + timedelta(days=days)).isoformat())
        await submit(page)
    return party


async def submit(page: Page) -> None:
    await page.locator("main form.card .button-main").click()
    await page.locator("[role=status], [role=alert]").first.wait_for()
