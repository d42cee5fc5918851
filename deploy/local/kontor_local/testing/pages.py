"""Steps that many journeys through the back office take, in German."""

from playwright.async_api import Locator, Page, expect


async def followed(page: Page, link: Locator) -> None:
    """Click, and stay until the next page is there: this one may have a field of that name."""
    async with page.expect_navigation():
        await link.click()


async def created(page: Page, name: str, *, kind: str = "Kunden") -> None:
    """*Kunden → Hinzufügen*, the name alone, *Speichern*."""
    await page.goto("/")
    await followed(page, page.get_by_role("link", name=kind, exact=True))
    await followed(page, page.get_by_role("link", name="Hinzufügen").first)
    await page.get_by_label("Name").fill(name)
    await page.get_by_role("button", name="Speichern").click()
    await expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


async def tab(page: Page, name: str) -> None:
    await followed(page, page.locator(".tabs").get_by_role("link", name=name, exact=True))
    await expect(page.locator(".tabs [aria-current]")).to_have_text(name)


async def saved(page: Page, button: str = "Speichern") -> None:
    await page.get_by_role("button", name=button, exact=True).click()
    await expect(page.get_by_role("status")).to_be_visible()
