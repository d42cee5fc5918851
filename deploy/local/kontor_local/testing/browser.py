"""A real browser at the back office's address, for tests of the pages."""

import os
import shutil
from dataclasses import dataclass

from playwright.async_api import Browser, BrowserContext, Page, expect

from kontor_local.installation import ADMIN_EMAIL

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = "no Chromium: run `make setup` as root, or `sudo apt-get install chromium`"
#: Long: it costs nothing where pages are quick, and machines are busy at times.
PATIENCE_MS = 40_000


@dataclass(frozen=True)
class Desk:
    """A browser at the back office's address, with the first admin's way in."""

    browser: Browser
    url: str
    password: str

    async def context(
        self, *, language: str = "de", scripts: bool = True, phone: bool = False, dark: bool = False
    ) -> BrowserContext:
        opened = await self.browser.new_context(
            base_url=self.url,
            java_script_enabled=scripts,
            locale={"de": "de-DE", "fr": "fr-FR", "en": "en-GB"}[language],
            viewport={"width": 390, "height": 844} if phone else {"width": 1360, "height": 900},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        opened.set_default_timeout(PATIENCE_MS)
        return opened

    async def sign_in(self, page: Page) -> None:
        await page.goto("/sign-in")
        await page.locator("[name=email]").fill(ADMIN_EMAIL)
        await page.locator("[name=password]").fill(self.password)
        await page.locator("main button").click()
        await expect(page.locator("header.top")).to_be_visible()


def chromium() -> str:
    """Where the browser is; without one the tests say what to install."""
    found = os.environ.get("KONTOR_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")
    if not found:
        raise FileNotFoundError(MISSING)
    return found
