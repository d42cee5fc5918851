"""`kontor unmatched`: entries of the bank that a person places."""

import json
from collections.abc import Callable

import pytest
from kontor_cli.exits import Exit
from kontor_cli.testing import ScriptedServices
from typer.testing import Result

from .rows import COLLECTION, COLLECTION_ID, INVOICE, INVOICE_ID

Kontor = Callable[..., Result]
PAYMENT_ID = "0f7b2a64-5a0e-5b1c-9b7d-6a3f1c2d4e5f"
PAYMENT: dict[str, object] = {
    "id": PAYMENT_ID,
    "payment": {"amount": "59.38", "currency": "EUR", "payer": "Ada Beispiel"},
    "state": "unmatched",
    "reason": "no-such-invoice",
}
ITEM = {"key": "B-1", "kind": "returned", "reference": "?", "amount": "59.38", "code": "AC04"}
RETURN: dict[str, object] = {"entry": ITEM, "state": "unmatched", "reason": "no-such-debit"}


@pytest.fixture
def waiting(services: ScriptedServices) -> ScriptedServices:
    services.answer("GET", "/payments", {"items": [PAYMENT]})
    services.answer("GET", "/unmatched", {"items": [RETURN]})
    services.answer("GET", "/invoices", {"items": [INVOICE]})
    services.answer("GET", "/collections", {"items": [COLLECTION]})
    return services


def test_returns_and_payments_are_listed_by_what_to_call_them(
    waiting: ScriptedServices, kontor: Kontor
) -> None:
    shown = kontor("unmatched", "list").stdout
    assert [word for word in ("B-1", "no-such-debit", PAYMENT_ID) if word not in shown] == []
    assert set(json.loads(kontor("unmatched", "list", "--json").stdout)) == {"returns", "payments"}
    assert waiting.asked("GET", "/unmatched")


def test_a_payment_is_assigned_in_parts(waiting: ScriptedServices, kontor: Kontor) -> None:
    path = f"/payments/{PAYMENT_ID}/assign"
    waiting.answer("POST", path, PAYMENT | {"state": "assigned"})
    parts = ("--invoice", "2026-000001=40.00", "--invoice", "2026-000001")
    done = kontor("unmatched", "assign", PAYMENT_ID, *parts)
    assert done.exit_code == Exit.DONE, done.output
    assert "assigned" in done.stdout
    [asked] = waiting.asked("POST", path)
    whole = {"invoice_id": INVOICE_ID, "amount": None}
    assert json.loads(asked.body) == {"invoices": [whole | {"amount": "40.00"}, whole]}


def test_a_return_is_assigned_to_the_debit_of_its_invoice(
    waiting: ScriptedServices, kontor: Kontor
) -> None:
    waiting.answer("POST", "/unmatched/assign", RETURN | {"state": "assigned"})
    done = kontor("unmatched", "assign", "B-1", "--invoice", "2026-000001")
    assert done.exit_code == Exit.DONE, done.output
    [asked] = waiting.asked("POST", "/unmatched/assign")
    assert json.loads(asked.body) == {"key": "B-1", "collection_id": COLLECTION_ID}


def test_what_is_none_of_ours_is_dismissed_with_a_reason(
    waiting: ScriptedServices, kontor: Kontor
) -> None:
    waiting.answer("POST", "/unmatched/dismiss", RETURN | {"state": "dismissed"})
    waiting.answer("POST", f"/payments/{PAYMENT_ID}/dismiss", PAYMENT | {"state": "dismissed"})
    for entry in ("B-1", PAYMENT_ID):
        done = kontor("unmatched", "dismiss", entry, "--reason", "privat")
        assert "dismissed" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("B-9", "--invoice", "2026-000001"),
        ("B-1", "--invoice", "2026-000001", "--invoice", "2026-000001"),
        (PAYMENT_ID, "--invoice", "2026-000001=much"),
    ],
    ids=["unknown", "two invoices", "no amount"],
)
def test_a_slip_is_a_usage_error(
    waiting: ScriptedServices, kontor: Kontor, arguments: tuple[str, ...]
) -> None:
    assert kontor("unmatched", "assign", *arguments).exit_code == Exit.USAGE
    assert not [one for one in waiting.requests if one.method == "POST" and "assign" in one.path]
