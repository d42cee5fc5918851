"""Steps that many journeys through the back office take, in German."""

import time
from collections.abc import Iterator

from playwright.async_api import Locator, Page, expect

from kontor_local.testing.browser import PATIENCE_MS


async def followed(page: Page, link: Locator) -> None:
    """Click, and stay until the next page is there: this one may have a field of that name.

    A block that fetches itself anew is told to the browser's history too: that is no next page.
    """
    await marked(page)
    async with page.expect_navigation():
        await link.click()
    await left(page)


async def marked(page: Page) -> None:
    """What is shown, for `left`."""
    await page.locator("main").evaluate("main => main.setAttribute('data-left', '')")


async def left(page: Page) -> None:
    """Stay until what was `marked` is not shown any more."""
    await expect(page.locator("main[data-left]")).to_have_count(0)


async def created(page: Page, name: str, *, kind: str = "Kunden") -> None:
    """*Kunden → Hinzufügen*, the name alone, *Speichern*."""
    await page.goto("/")
    await followed(page, page.get_by_role("link", name=kind, exact=True))
    await followed(page, page.get_by_role("link", name="Hinzufügen").first)
    await page.get_by_label("Name").fill(name)
    await pressed(page, "Speichern")
    await expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


async def shown_at_last(page: Page, wanted: Locator) -> None:
    """Load the page again and again, until a process in the background has done its part."""
    for _ in again_and_again():
        await page.reload()
        if await wanted.is_visible():
            return
    await expect(wanted).to_be_visible()


async def shown_after(page: Page, button: str, wanted: Locator) -> None:
    """Press it again and again, until what was entered elsewhere has come through."""
    for _ in again_and_again():
        await pressed(page, button)
        if await wanted.is_visible():
            return
    await expect(wanted).to_be_visible()


def again_and_again() -> Iterator[None]:
    """As long as patience lasts: so many times may be over in a moment on a quick machine."""
    end = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < end:
        yield


async def tab(page: Page, name: str) -> None:
    await followed(page, page.locator(".tabs").get_by_role("link", name=name, exact=True))
    await expect(page.locator(".tabs [aria-current]")).to_have_text(name)


async def pressed(page: Page, button: str) -> None:
    """Press it, and stay until the answer has taken the place of what is shown."""
    await marked(page)
    await page.get_by_role("button", name=button, exact=True).click()
    await left(page)


async def saved(page: Page, button: str = "Speichern") -> None:
    """Press it, and see that it was done: a message of the page before does not count."""
    await pressed(page, button)
    await expect(page.get_by_role("status").first).to_be_visible()


async def refused(page: Page, text: str, button: str = "Speichern") -> Locator:
    """Press it, and see what is wrong."""
    await pressed(page, button)
    trouble = page.get_by_role("alert")
    await expect(trouble).to_contain_text(text)
    return trouble
