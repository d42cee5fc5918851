"""An action and a note after they were written: moved, commented, reopened, corrected, found."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from kontor_contracts.customers.team import Member
from kontor_local.installation import ADMIN_EMAIL
from kontor_local.testing.everything import Everything
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


async def test_the_calendar_shows_what_is_mine_and_what_is_overdue_and_not_the_rest(
    page: Page, whole: Everything, colleague: Member
) -> None:
    mine, theirs, my_late, their_late = (f"{number}-{uuid4()}" for number in range(4))
    [me] = [one for one in whole.kontor.team.members() if one.email == ADMIN_EMAIL]
    today = datetime.now(UTC).date()
    for title, doer, days in (
        (mine, me, 19),
        (theirs, colleague, 19),
        (my_late, me, -9),
        (their_late, colleague, -9),
    ):
        due_on = (today + timedelta(days=days)).isoformat()
        whole.kontor.tasks.plan({"title": title, "due_on": due_on, "assignee_id": str(doer.id)})
    await page.goto("/actions/agenda")
    await lists(page, [mine, theirs], not_these=[my_late, their_late])
    await narrowed(page, "Meine")
    await lists(page, [mine], not_these=[theirs, my_late, their_late])
    await narrowed(page, "Nur überfällige")
    await lists(page, [my_late], not_these=[mine, theirs, their_late])
    await narrowed(page, "Alle")
    await lists(page, [my_late, their_late], not_these=[mine, theirs])


async def narrowed(page: Page, to: str) -> None:
    choice = page.get_by_role("navigation", name="Wessen Aktionen")
    await followed(page, choice.get_by_role("link", name=to))


async def lists(page: Page, these: list[str], *, not_these: list[str]) -> None:
    """In the calendar itself: above it stands what is overdue."""
    days = page.locator(".agenda")
    for title in these:
        await expect(days.get_by_role("link", name=title)).to_be_visible()
    for title in not_these:
        await expect(days.get_by_role("link", name=title)).to_have_count(0)
