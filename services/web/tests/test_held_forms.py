"""What the pages answer to requests that no form and no link of theirs makes."""

import re
from collections.abc import AsyncIterator, Callable
from uuid import uuid4

import httpx
import pytest
from fastapi.routing import iter_route_contexts
from kontor_chassis.mongo import Client
from kontor_web import app, pages, portal
from kontor_web.settings import WebSettings

PARAMETER = re.compile(r"{(\w+)}")
HTTP = "http://pages"
ROUTERS = (pages.router(), portal.router())
ROUTES = [one for router in ROUTERS for one in iter_route_contexts(router.routes)]
TAKEN = sorted({one.path or "" for one in ROUTES if "POST" in (one.methods or ())})


@pytest.fixture
async def browser(
    settings_for: Callable[..., WebSettings], client: Client
) -> AsyncIterator[httpx.AsyncClient]:
    """Signed in nowhere; no service is asked."""
    settings = settings_for(WebSettings)
    async with httpx.AsyncClient() as nobody:
        served = app.http(app.parts_of(settings, client), nobody)
        transport = httpx.ASGITransport(served)
        async with httpx.AsyncClient(transport=transport, base_url=HTTP) as browser:
            yield browser


async def test_every_address_that_takes_a_form_leads_to_a_page_when_it_is_opened(
    browser: httpx.AsyncClient,
) -> None:
    led = {}
    for path in TAKEN:
        values = {name: str(uuid4()) for name in PARAMETER.findall(path)}
        answer = await browser.get(path.format_map(values))
        assert answer.status_code != httpx.codes.METHOD_NOT_ALLOWED, path
        target = answer.headers.get("Location", "")
        if answer.has_redirect_location and "sign-in" not in target:
            led[path] = target
            assert (await browser.get(target)).status_code in {200, 303}, path
    assert led["/actions/{action_id}/comments"].endswith("/edit")
    assert "/tickets/" in led["/tickets/{ticket_id}/step"]
    assert led["/functions/{key}/retire"] == "/functions"
    assert led["/profile/sessions/{session_id}/end"] == "/profile"
    assert led["/portal/sign-out"] == "/portal"


async def test_an_address_for_programs_is_no_page(browser: httpx.AsyncClient) -> None:
    answer = await browser.get(f"/parked/{uuid4()}/replay")
    assert answer.status_code == httpx.codes.METHOD_NOT_ALLOWED


async def test_a_part_of_a_page_is_never_answered_by_the_sign_in(
    browser: httpx.AsyncClient,
) -> None:
    poll = await browser.get("/files", headers={"HX-Request": "true"})
    assert (poll.status_code, poll.headers["HX-Refresh"]) == (401, "true")
    assert not poll.content
    followed = await browser.get("/files", headers={"HX-Request": "true", "HX-Boosted": "true"})
    for answer in (await browser.get("/files"), followed):
        assert answer.headers["Location"] == "/sign-in?next=/files"
