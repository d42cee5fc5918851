"""A real browser in front of all services; without Chromium these tests fail, they do not skip."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import httpx
import pytest
from kontor_contracts.customers.team import Member
from kontor_local.installation import ADMIN_EMAIL
from kontor_local.ports import HOST
from kontor_local.testing.browser import PATIENCE_MS, Desk, chromium
from kontor_local.testing.everything import Everything
from kontor_local.testing.month import Month, bill_month
from kontor_local.testing.office import Office
from kontor_local.testing.portal import PortalCustomer, portal_customer
from playwright.async_api import BrowserContext, Page, async_playwright, expect


@pytest.fixture(scope="package")
async def desk(whole: Everything) -> AsyncIterator[Desk]:
    expect.set_options(timeout=PATIENCE_MS)
    known = whole.installation.known_settings()
    port = whole.installation.ports["KONTOR_LOCAL_WEB_PAGES_PORT"]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium(),
            args=["--no-sandbox", "--disable-background-networking", "--disable-gpu"],
        )
        yield Desk(browser, f"http://{HOST}:{port}", known["KONTOR_ADMIN_PASSWORD"])
        await browser.close()


@pytest.fixture(scope="package")
async def office(desk: Desk) -> AsyncIterator[BrowserContext]:
    """One signed-in browser for all journeys: German, with scripts."""
    context = await desk.context()
    page = await context.new_page()
    await desk.sign_in(page)
    await page.close()
    yield context
    await context.close()


@pytest.fixture(scope="package")
async def office_without_scripts(desk: Desk) -> AsyncIterator[BrowserContext]:
    """The same where nothing but HTML works."""
    context = await desk.context(scripts=False)
    page = await context.new_page()
    await desk.sign_in(page)
    await page.close()
    yield context
    await context.close()


@pytest.fixture(scope="package")
def colleague(whole: Everything) -> Member:
    """Another member of the team."""
    office = Office(whole)
    office.configure()
    return office.invite(f"Nils {uuid4().hex[:8]}")


@pytest.fixture(scope="package")
async def clerk(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """Signed in without a browser: for what only the answers show."""
    async with httpx.AsyncClient(base_url=desk.url, timeout=60) as client:
        form = {"email": ADMIN_EMAIL, "password": desk.password}
        assert (await client.post("/sign-in", data=form)).has_redirect_location
        yield client


@pytest.fixture(scope="package")
async def month(whole: Everything) -> Month:
    return await asyncio.to_thread(bill_month, whole)


@pytest.fixture(scope="package")
def billed(month: Month) -> str:
    """The path of an issued invoice."""
    return month.invoice


@pytest.fixture
async def page(office: BrowserContext) -> AsyncIterator[Page]:
    """A fresh page of the signed-in browser."""
    async with watched(office) as opened:
        yield opened


@pytest.fixture(params=["with scripts", "without scripts"])
async def anyone(
    office: BrowserContext, office_without_scripts: BrowserContext, request: pytest.FixtureRequest
) -> AsyncIterator[Page]:
    """A fresh page of each signed-in browser."""
    async with watched(
        office if request.param == "with scripts" else office_without_scripts
    ) as opened:
        yield opened


@asynccontextmanager
async def watched(context: BrowserContext) -> AsyncIterator[Page]:
    """A page on which an error of a script or of the policy is the test's.

    A form that is refused answers 4xx, which Chromium logs as a failed resource: that is no error.
    """
    opened = await context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on(
        "console",
        lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None,
    )
    yield opened
    await opened.close()
    assert errors == []


@pytest.fixture(scope="package")
def customer(whole: Everything) -> PortalCustomer:
    """A customer with an invoice, whose contacts have rights of each kind."""
    return portal_customer(whole)
