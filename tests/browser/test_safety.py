"""Sessions, forms of other sites, the policy; and a task without JavaScript."""

from uuid import uuid4

import httpx
from kontor_cli.settings import Service
from kontor_local.installation import ADMIN_EMAIL
from kontor_local.testing.browser import Desk
from kontor_local.testing.everything import Everything
from kontor_local.testing.pages import pressed
from playwright.async_api import Page, expect

#: The wait grows until it is longer than any answer takes.
MOST_TRIES = 10


async def test_without_javascript_a_customer_is_created_and_an_error_is_shown(desk: Desk) -> None:
    context = await desk.context(scripts=False)
    page: Page = await context.new_page()
    await desk.sign_in(page)
    await page.goto("/customers/new")
    await page.get_by_label("Ort").fill("Kiel")
    await pressed(page, "Speichern")
    await expect(page.get_by_role("alert")).to_contain_text("Bitte ausfüllen.")
    await expect(page.get_by_label("Ort")).to_have_value("Kiel")
    await page.get_by_label("Name").fill("Ohne Skript")
    await pressed(page, "Speichern")
    await expect(page.get_by_role("heading", level=1, name="Ohne Skript")).to_be_visible()
    await context.close()


async def test_a_session_is_listed_ended_and_then_of_no_use(desk: Desk, page: Page) -> None:
    context = await desk.context()
    other: Page = await context.new_page()
    await desk.sign_in(other)
    await page.goto("/profile")
    ending = page.get_by_role("button", name="Sitzung beenden, begonnen")
    before = await ending.count()
    async with page.expect_navigation():
        await ending.first.click()
    await expect(page.get_by_role("status")).to_be_visible()
    await expect(ending).to_have_count(before - 1)
    await other.goto("/customers")
    await expect(other).to_have_url(f"{desk.url}/sign-in?next=/customers")
    await context.close()


async def test_a_wrong_password_is_said_and_opens_nothing(desk: Desk) -> None:
    context = await desk.context()
    page: Page = await context.new_page()
    await page.goto("/customers")
    await expect(page).to_have_url(f"{desk.url}/sign-in?next=/customers")
    await page.get_by_label("E-Mail").fill(ADMIN_EMAIL)
    await page.get_by_label("Passwort").fill("falsch")
    await pressed(page, "Anmelden")
    await expect(page.get_by_role("alert")).to_contain_text("stimmt nicht")
    await context.close()


async def test_wrong_passwords_in_a_row_make_the_next_try_wait(
    desk: Desk, whole: Everything
) -> None:
    email = f"{uuid4().hex}@team.example"
    member = {"name": "Vera", "email": email, "roles": ["support"], "password": uuid4().hex}
    whole.session.send("POST", Service.CUSTOMERS, "/team", json=member)
    async with httpx.AsyncClient(base_url=desk.url, timeout=60) as client:
        wrong = {"email": email, "password": "falsch"}
        tries = [await client.post("/sign-in", data=wrong) for _ in range(MOST_TRIES)]
    statuses = [one.status_code for one in tries]
    assert set(statuses) == {httpx.codes.UNAUTHORIZED, httpx.codes.TOO_MANY_REQUESTS}
    waiting = tries[statuses.index(httpx.codes.TOO_MANY_REQUESTS)].text
    assert "Zu viele falsche Versuche" in waiting
    assert email in waiting


async def test_a_form_of_another_site_is_refused(desk: Desk) -> None:
    async with httpx.AsyncClient(base_url=desk.url, timeout=60) as client:
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
            answer = await client.post("/sign-out", headers=headers)
            assert answer.status_code == 403


async def test_every_answer_carries_the_policy_and_pages_are_not_kept(desk: Desk) -> None:
    async with httpx.AsyncClient(base_url=desk.url, timeout=60) as client:
        answer = await client.get("/sign-in")
    assert answer.headers["content-security-policy"].startswith("default-src 'self'")
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert "<script>" not in answer.text
    assert "style=" not in answer.text


async def test_no_target_of_another_site_is_followed_after_signing_in(desk: Desk) -> None:
    form = {"email": ADMIN_EMAIL, "password": desk.password, "next": "//evil.example/"}
    async with httpx.AsyncClient(base_url=desk.url, timeout=60) as client:
        answer = await client.post("/sign-in", data=form)
    assert answer.headers["location"] == "/"
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=lax" in answer.headers["set-cookie"]
