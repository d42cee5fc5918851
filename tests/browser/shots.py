"""`make shots`: pictures of the pages, light and dark, desktop and phone, to be looked at."""

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from kontor_billing.testing.bank_xml import a_camt, a_returned_debit, an_entry
from kontor_local.testing.browser import Desk
from kontor_local.testing.everything import Everything
from kontor_local.testing.lively import Lively, lively
from kontor_local.testing.portal import entered_as
from kontor_web.portal.access import COOKIE
from playwright.async_api import Page

FOLDER = Path(os.environ.get("KONTOR_SHOTS", "var/shots"))
PAGES = {
    "customers": "/customers",
    "new": "/customers/new",
    "prospects": "/prospects",
    "agenda": "/actions/agenda",
    "month": "/actions/month",
    "week": "/actions/week",
    "action-new": "/actions/new",
    "tickets": "/tickets",
    "invoices": "/invoices",
    "runs": "/runs",
    "run-preview": "/runs/preview?period=2026-11",
    "batches": "/batches",
    "debits": "/debits",
    "bank": "/bank",
    "bank-all": "/bank?returned=all&state=all",
    "deliveries": "/deliveries?state=all",
    "team": "/team",
    "team-new": "/team/new",
    "functions": "/functions",
    "installations": "/standard-installations",
    "installation": "/standard-installations/glasfaser",
    "installation-new": "/standard-installations/new",
    "vat-rates": "/vat-rates",
    "vat-rate": "/vat-rates/DE/standard",
    "mail-templates": "/mail-templates",
    "mail-template": "/mail-templates/email-notice/fr",
    "organisation": "/organisation",
    "profile": "/profile",
    "password": "/profile/password",
    "second-factor": "/profile/second-factor",
    "setup": "/setup/company",
    "search": "/search?q=saar",
    "nowhere": "/no-such-page",
}
OF_PARTY = (
    "", "/edit", "/contacts", "/contacts/new", "/notes", "/payment", "/actions", "/history",
    "/changes", "/folders", "/folders/new", "/invoices", "/invoices/new",
)  # fmt: skip
OF_FOLDER = ("", "/edit", "/lines/new", "/suspend")
OF_INVOICE = ("", "/credit", "/cancel")
OF_RUN = ("", "?show=left-out")
OF_PORTAL = (
    "", "/invoices", "/services", "/tickets", "/tickets/new", "/me", "/me/password", "/contacts",
    "/contacts/new", "/no-such-page", "/sign-in", "/sign-in/password",
)  # fmt: skip
BEFORE_SIGN_IN = {"sign-in": "/sign-in", "forgotten": "/password/forgotten"}
LOOKS = (
    ("de", False, False), ("de", True, False), ("de", False, True),
    ("fr", False, False), ("fr", False, True), ("en", True, True), ("en", False, False),
)  # fmt: skip


@pytest.fixture(scope="package")
async def company(whole: Everything) -> Lively:
    FOLDER.mkdir(parents=True, exist_ok=True)  # noqa: ASYNC240  # nobody waits
    debit = a_returned_debit("2025-000917-1-1", "59.38")
    return await asyncio.to_thread(lively, whole, a_camt(an_entry([debit], "59.38")))


async def test_pictures_of_the_main_pages(desk: Desk, company: Lively) -> None:
    paths = {
        **PAGES,
        **below("party", company.party, OF_PARTY),
        **below("long-named", company.long_named, ("", "/folders")),
        **below("folder", company.folder, OF_FOLDER),
        **below("invoice", company.invoice, OF_INVOICE),
        **below("run", company.run, OF_RUN),
        **below("debit", company.debits, ("",)),
    }
    for language, dark, phone in LOOKS:
        context = await desk.context(language=language, dark=dark, phone=phone)
        page = await context.new_page()
        name = named(language, dark=dark, phone=phone)
        await shoot(page, BEFORE_SIGN_IN, name, whole=phone)
        await desk.sign_in(page)
        await shoot(page, paths, name, whole=phone)
        await context.close()


async def test_pictures_of_the_portal(desk: Desk, whole: Everything, company: Lively) -> None:
    entering = await desk.context()
    page = await entered_as(entering, whole, company.contact)
    await page.goto("/portal/tickets")
    ticket = await page.locator(".row a").first.get_attribute("href")
    assert ticket
    [secret] = [one["value"] for one in await entering.cookies() if one["name"] == COOKIE]
    await entering.close()
    paths = {**below("portal", "/portal", OF_PORTAL), "portal-ticket": ticket}
    for language, dark, phone in (*LOOKS, ("en", False, True)):
        context = await desk.context(language=language, dark=dark, phone=phone)
        await context.add_cookies([{"name": COOKIE, "value": secret, "url": f"{desk.url}/portal"}])
        page = await context.new_page()
        await shoot(page, paths, named(language, dark=dark, phone=phone), whole=False)
        await context.close()


def below(name: str, path: str, ends: tuple[str, ...]) -> Mapping[str, str]:
    """What the pictures are called, and where their pages are."""
    return {
        name + end.replace("/", "-").partition("=")[0].replace("?", "-"): path + end for end in ends
    }


def named(language: str, *, dark: bool, phone: bool) -> str:
    return f"{language}-{'dark' if dark else 'light'}{'-phone' if phone else ''}"


async def shoot(page: Page, paths: Mapping[str, str], name: str, *, whole: bool) -> None:
    for subject, path in paths.items():
        await page.goto(path)
        await page.screenshot(path=FOLDER / f"{subject}-{name}.png", full_page=whole)
