"""`kontor compare` and `kontor replay`: copies of other services' records."""

import json
from collections.abc import Callable
from uuid import uuid4

import pytest
from kontor_cli.client import replicas
from kontor_cli.exits import Exit
from kontor_cli.testing import ScriptedServices
from typer.testing import Result

Kontor = Callable[..., Result]
CHECK = str(uuid4())
DONE = "2026-11-02T09:00:00Z"
WRONG = {"topic": "customers.party", "collection": "parties", "id": "p-1", "wrong": "older"}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replicas, "POLL_SECONDS", 0.01)


def answered(services: ScriptedServices, *states: dict[str, object]) -> None:
    asked = {"id": CHECK, "group": "billing"}
    services.answer("POST", "/replica-checks", {"items": [asked]}, 202)
    for state in states:
        services.answer("GET", f"/replica-checks/{CHECK}", asked | state)


def test_a_copy_that_differs_is_named_and_ends_the_command_with_six(
    services: ScriptedServices, kontor: Kontor
) -> None:
    report = {"looked_at": 7, "wrong": 1, "mended": 0, "differences": [WRONG]}
    answered(services, {}, {"done_at": DONE, "report": report})
    told = kontor("compare", "billing")
    assert told.exit_code == Exit.UNSOUND, told.output
    assert "p-1" in told.stdout
    (asked,) = services.asked("POST", "/replica-checks")
    assert json.loads(asked.body) == {"mend": False}


def test_all_services_are_compared_when_none_is_named(
    services: ScriptedServices, kontor: Kontor
) -> None:
    answered(services, {"done_at": DONE, "report": {"looked_at": 7}})
    told = kontor("compare", "--json")
    assert told.exit_code == Exit.DONE, told.output
    assert {one["report"]["looked_at"] for one in json.loads(told.stdout)} == {7}


def test_a_replay_mends_and_says_how_much(services: ScriptedServices, kontor: Kontor) -> None:
    report = {"looked_at": 7, "wrong": 1, "mended": 1, "differences": [WRONG]}
    answered(services, {"done_at": DONE, "report": report})
    told = kontor("replay", "billing")
    assert told.exit_code == Exit.DONE, told.output
    (asked,) = services.asked("POST", "/replica-checks")
    assert json.loads(asked.body) == {"mend": True}


def test_a_group_that_nobody_runs_is_told_and_is_not_sound(
    services: ScriptedServices, kontor: Kontor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replicas, "PATIENCE_SECONDS", 0.05)
    answered(services, {})
    told = kontor("compare", "billing")
    assert told.exit_code == Exit.UNSOUND, told.output
    assert "nobody of the group answers" in told.stdout
