"""`kontor actions`, against scripted services."""

import json
from collections.abc import Callable
from urllib.parse import parse_qs, urlparse

import pytest
from kontor_cli.testing import ScriptedServices
from typer.testing import Result

Kontor = Callable[..., Result]


ACTION = {
    "id": "0198f000-0000-7000-8000-000000000081",
    "version": 3,
    "kind": "call",
    "title": "Call back",
    "due_on": "2026-11-04",
    "overdue": True,
    "party_name": "Glaserei Kranz",
    "assignee_name": "Ada Beispiel",
}
PATH = f"/actions/{ACTION['id']}"


@pytest.fixture
def listed(services: ScriptedServices) -> ScriptedServices:
    services.answer("GET", "/actions", {"items": [ACTION], "next_cursor": None})
    return services


def asked(services: ScriptedServices, path: str) -> dict[str, list[str]]:
    (request,) = services.asked("GET", path)
    query = parse_qs(urlparse(request.path).query)
    query.pop("limit")
    return query


def test_unfinished_actions_are_shown_with_names(kontor: Kontor, listed: ScriptedServices) -> None:
    shown = kontor("actions")
    assert shown.exit_code == 0
    for word in ("2026-11-04 (overdue)", "Ada Beispiel", "Glaserei Kranz", "Call back"):
        assert word in shown.stdout
    assert asked(listed, "/actions") == {"unfinished": ["true"]}


def test_filters_are_passed_on(kontor: Kontor, listed: ScriptedServices) -> None:
    kontor("actions", "--mine", "--overdue", "--state", "waiting")
    expected = {"scope": ["mine"], "overdue": ["true"], "state": ["waiting"]}
    assert asked(listed, "/actions") == expected


def test_a_calendar_is_of_a_view_around_a_day(kontor: Kontor, services: ScriptedServices) -> None:
    services.answer("GET", "/calendar/month", {"items": [ACTION], "next_cursor": None})
    shown = kontor("actions", "calendar", "month", "--day", "2026-11-04", "--json")
    assert [one["title"] for one in json.loads(shown.stdout)] == ["Call back"]
    assert asked(services, "/calendar/month") == {"day": ["2026-11-04"]}


def test_an_action_is_entered_once(kontor: Kontor, services: ScriptedServices) -> None:
    services.answer("POST", "/actions", ACTION, 201)
    assert kontor("actions", "add", "Call back", "--due", "2026-11-04").exit_code == 0
    (request,) = services.asked("POST", "/actions")
    assert json.loads(request.body)["due_on"] == "2026-11-04"
    assert request.headers["idempotency-key"]


@pytest.mark.parametrize(
    ("words", "step", "sent"),
    [
        (("move", ACTION["id"], "done"), "move", {"state": "done"}),
        (("hand-over", ACTION["id"], "--role", "sales"), "hand-over", {"role": "sales"}),
    ],
)
def test_a_step_names_the_version_that_is_there(
    kontor: Kontor,
    services: ScriptedServices,
    words: tuple[str, ...],
    step: str,
    sent: dict[str, str],
) -> None:
    services.answer("GET", PATH, ACTION)
    services.answer("POST", f"{PATH}/{step}", ACTION | {"version": 4})
    assert kontor("actions", *words).exit_code == 0
    (request,) = services.asked("POST", f"{PATH}/{step}")
    assert request.headers["if-match"] == '"3"'
    assert json.loads(request.body).items() >= sent.items()
