"""An action and a note after they were written: moved, commented, reopened, corrected."""

from uuid import uuid4

from kontor_local.testing.pages import created, followed, pressed, refused, saved, tab
from playwright.async_api import Page, expect


async def test_an_action_is_moved_to_another_day_commented_done_and_opened_again(
    page: Page,
) -> None:
    title = f"Vertrag holen {uuid4()}"
    await page.goto("/actions/new?day=2031-07-01")
    await page.get_by_label("Was ist zu tun?").fill(title)
    await saved(page, "Hinzufügen")
    await page.goto("/actions/month?day=2031-07-01")
    await followed(page, page.get_by_role("link", name=title))
    await page.get_by_label("Fällig am").fill("")
    await refused(page, "Fällig am")
    await page.get_by_label("Fällig am").fill("2031-08-05")
    await page.get_by_label("Zugewiesen an").select_option(label="Niemand")
    await saved(page)
    await page.get_by_role("textbox", name="Kommentar").fill("Kunde ist im Urlaub")
    await saved(page, "Kommentieren")
    await expect(page.get_by_role("listitem").filter(has_text="im Urlaub")).to_be_visible()
    await saved(page, "Erledigt")
    await refused(page, "schon beendet")
    await saved(page, "Wieder öffnen")
    await page.goto("/actions/week?day=2031-08-05")
    await expect(page.get_by_role("link", name=title)).to_be_visible()


async def test_a_note_is_corrected(page: Page) -> None:
    await created(page, "Notiert GmbH")
    await tab(page, "Notizen")
    await page.get_by_role("textbox", name="Neue Notiz").fill("Kommt am Mnotag")
    await saved(page)
    await followed(page, page.get_by_role("link", name="Notiz ändern: Kommt am Mnotag"))
    await page.get_by_role("textbox", name="Notiz").fill("")
    await refused(page, "Bitte ausfüllen")
    await page.get_by_role("textbox", name="Notiz").fill("Kommt am Montag")
    await page.get_by_label("Oben anheften").check()
    await pressed(page, "Speichern")
    await tab(page, "Übersicht")
    await expect(page.get_by_role("article").filter(has_text="Kommt am Montag")).to_be_visible()
