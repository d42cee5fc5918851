"""What an operator does with files of direct debits."""

import json
from collections.abc import Callable
from uuid import uuid4

import pytest
from kontor_cli.client import waiting
from kontor_cli.exits import Exit
from kontor_cli.testing import ScriptedServices
from typer.testing import Result

Kontor = Callable[..., Result]
FILE: dict[str, object] = {
    "id": str(uuid4()),
    "state": "created",
    "message_id": "SDD-2026-000007",
    "scheme": "CORE",
    "count": 2,
    "total": "71.16",
    "excluded": [
        {"invoice_number": "2026-000003", "code": "iban-missing", "field": "x", "reason": "none"}
    ],
}
ITEMS: list[dict[str, object]] = [
    {"invoice_number": "2026-000001", "included": True, "amount": "35.58", "sequence": "RCUR"},
    {"invoice_number": "2026-000003", "included": False, "code": "iban-missing", "field": "x"},
]


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "POLL_SECONDS", 0.0)


def test_whatever_is_open_goes_into_files_that_are_waited_for(
    services: ScriptedServices, kontor: Kontor
) -> None:
    services.answer("POST", "/debit-files", {"items": [FILE | {"state": "reserved"}]}, 202)
    services.answer("GET", "/debit-files", {"items": [FILE | {"id": str(uuid4())}, FILE]})
    shown = kontor("debits", "make", "--until", "2026-11-30")
    assert shown.exit_code == Exit.DONE, shown.stderr
    assert shown.stdout.count("SDD-2026-000007") == 1
    assert "iban-missing" in shown.stdout
    (asked,) = services.asked("POST", "/debit-files")
    assert json.loads(asked.body) == {"until": "2026-11-30"}
    assert asked.headers["idempotency-key"]


def test_a_file_is_handed_in_and_confirmed_by_its_name(
    services: ScriptedServices, kontor: Kontor
) -> None:
    services.answer("GET", "/debit-files", {"items": [FILE]})
    for step, state in (("submit", "submitted"), ("confirm", "confirmed")):
        services.answer("POST", f"/debit-files/{FILE['id']}/{step}", FILE | {"state": state})
        assert state in kontor("debits", step, "SDD-2026-000007").stdout
    unknown = kontor("debits", "submit", "SDD-2026-000099")
    assert unknown.exit_code == Exit.USAGE


def test_a_file_tells_of_every_open_item_what_became_of_it(
    services: ScriptedServices, kontor: Kontor
) -> None:
    services.answer("GET", "/debit-files", {"items": [FILE]})
    services.answer("GET", f"/debit-files/{FILE['id']}/items", {"items": ITEMS})
    found = json.loads(kontor("debits", "items", f"{FILE['id']}", "--json").stdout)
    assert [one["included"] for one in found] == [True, False]
    assert "iban-missing" in kontor("debits", "items", "SDD-2026-000007").stdout
    assert "SDD-2026-000007" in kontor("debits", "list").stdout
