"""The client signs in, waits when it is asked to, reads every page, and says what was refused."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from kontor_cli.client import access
from kontor_cli.client.answers import Outbox, ParkedRow
from kontor_cli.client.problems import RequestRefusedError, ServiceUnreachableError
from kontor_cli.client.session import Session
from kontor_cli.settings import NotConfiguredError, Service, Settings
from kontor_cli.testing import ScriptedServices

OUTBOX = "/outbox"


@pytest.fixture
def session(services: ScriptedServices) -> Iterator[Session]:
    with Session(services.settings) as session:
        yield session


def unpublished(session: Session) -> int:
    return session.get(Service.BILLING, OUTBOX, Outbox).unpublished


def tokens_used(services: ScriptedServices) -> list[str]:
    return [request.headers["authorization"] for request in services.asked("GET", OUTBOX)]


def test_one_sign_in_serves_many_requests(services: ScriptedServices, session: Session) -> None:
    services.answer("GET", OUTBOX, {"unpublished": 0})

    assert [unpublished(session), unpublished(session)] == [0, 0]

    assert len(services.asked("POST", "/token")) == 1
    assert tokens_used(services) == ["Bearer token-1"] * 2


def test_a_token_is_renewed_before_it_ends(services: ScriptedServices, session: Session) -> None:
    nearly_over = {"access_token": "token-1", "expires_in": access.SAFETY_SECONDS}
    services.answer_instead("POST", "/token", nearly_over)
    services.answer("POST", "/token", {"access_token": "token-2", "expires_in": 300})
    services.answer("GET", OUTBOX, {"unpublished": 0})

    for _ in range(3):
        unpublished(session)

    assert tokens_used(services) == ["Bearer token-1", "Bearer token-2", "Bearer token-2"]


def test_a_token_that_a_service_does_not_know_yet_is_asked_for_anew(
    services: ScriptedServices, session: Session
) -> None:
    services.answer("POST", "/token", {"access_token": "token-2", "expires_in": 300})
    services.refuse("GET", OUTBOX, 401, "not-signed-in")
    services.answer("GET", OUTBOX, {"unpublished": 0})

    assert unpublished(session) == 0

    assert tokens_used(services) == ["Bearer token-1", "Bearer token-2"]


@pytest.mark.parametrize("status", [409, 429, 503])
def test_it_asks_again_when_a_service_needs_a_moment(
    services: ScriptedServices, session: Session, status: int
) -> None:
    services.refuse("GET", OUTBOX, status, "not-yet-known", Retry_After="0")
    services.answer("GET", OUTBOX, {"unpublished": 7})

    assert unpublished(session) == 7


def test_patience_ends(services: ScriptedServices) -> None:
    services.refuse("GET", OUTBOX, 409, "not-yet-known", Retry_After="0")

    with (
        Session(replace(services.settings, patience=0)) as session,
        pytest.raises(RequestRefusedError) as refused,
    ):
        unpublished(session)

    assert refused.value.problem.code == "not-yet-known"


def test_a_conflict_that_waiting_does_not_mend_is_told_at_once(
    services: ScriptedServices, session: Session
) -> None:
    services.refuse("GET", OUTBOX, 409, "conflict")

    with pytest.raises(RequestRefusedError):
        unpublished(session)

    assert len(services.asked("GET", OUTBOX)) == 1


def test_every_page_of_a_list_is_read(services: ScriptedServices, session: Session) -> None:
    parked = {
        "group": "billing",
        "topic": "customers.party",
        "key": "1",
        "reason": "broken",
        "attempts": 1,
        "parked_at": "2026-10-01T08:00:00Z",
    }
    first, second = ({**parked, "id": name} for name in ("a", "b"))
    services.answer("GET", "/parked", {"items": [first], "next_cursor": "further"})
    services.answer("GET", "/parked", {"items": [second], "next_cursor": None})

    rows = list(session.pages(Service.BILLING, "/parked", ParkedRow))

    assert [row.id for row in rows] == ["a", "b"]
    assert "cursor=further" in services.asked("GET", "/parked")[1].path


def test_an_answer_that_is_no_problem_document_is_told_as_it_is(
    services: ScriptedServices, session: Session
) -> None:
    services.answer("GET", OUTBOX, b"<h1>Bad gateway</h1>", status=502)

    with pytest.raises(RequestRefusedError) as refused:
        unpublished(session)

    assert refused.value.problem.status == 502
    assert "Bad gateway" in refused.value.problem.detail


def test_a_service_that_does_not_answer_is_named(services: ScriptedServices) -> None:
    urls = {**services.settings.urls, Service.BILLING: "http://127.0.0.1:1"}

    with (
        Session(replace(services.settings, urls=urls)) as session,
        pytest.raises(ServiceUnreachableError, match=r"billing service at http://127\.0\.0\.1:1"),
    ):
        unpublished(session)


def test_settings_name_everything_that_is_missing() -> None:
    with pytest.raises(NotConfiguredError, match="KONTOR_EMAIL and KONTOR_PASSWORD"):
        Settings.from_environment({})
