"""What an operator sees of the bank's files."""

import json
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from kontor_cli.exits import Exit
from kontor_cli.testing import ScriptedServices
from typer.testing import Result

Kontor = Callable[..., Result]
RETURN = {
    "entry": {
        "key": "B-1",
        "kind": "returned",
        "reference": "2026-000001-1-1",
        "amount": "35.58",
        "code": "AC04",
        "text": "Konto erloschen",
    },
    "state": "matched",
}
PAYMENT = {
    "id": str(uuid4()),
    "payment": {"amount": "40.00", "currency": "EUR", "booked_on": "2026-11-20", "payer": "Ada"},
    "state": "matched",
    "allocations": [{"invoice_number": "2026-000002", "amount": "40.00"}],
}


@pytest.fixture
def camt(tmp_path: Path) -> Path:
    file = tmp_path / "camt.xml"
    file.write_bytes(b"<Document/>")
    return file


def test_a_file_of_the_bank_shows_its_returns_and_its_payments(
    services: ScriptedServices, kontor: Kontor, camt: Path
) -> None:
    services.answer("POST", "/bank-files", {"entries": [], "payments": [], "remaining": 2})
    services.answer("POST", "/bank-files", {"entries": [RETURN], "payments": [PAYMENT]})
    shown = kontor("returns", str(camt))
    assert shown.exit_code == Exit.DONE
    assert "2026-000001-1-1" in shown.stdout
    assert "AC04" in shown.stdout
    paid = json.loads(kontor("payments", str(camt), "--json").stdout)
    assert [one["allocations"][0]["invoice_number"] for one in paid] == ["2026-000002"]
    assert [one.body for one in services.asked("POST", "/bank-files")] == [b"<Document/>"] * 3


def test_without_a_file_the_unmatched_are_listed(
    services: ScriptedServices, kontor: Kontor
) -> None:
    lost = PAYMENT | {"state": "unmatched", "reason": "no-such-invoice", "allocations": []}
    services.answer("GET", "/payments", {"items": [lost]})
    services.answer("GET", "/unmatched", {"items": [RETURN | {"state": "unmatched"}]})
    assert "no-such-invoice" in kontor("payments").stdout
    assert "unmatched" in kontor("returns").stdout
    assert "state=unmatched" in services.asked("GET", "/payments")[0].path


def test_a_bad_file_names_what_is_wrong(
    services: ScriptedServices, kontor: Kontor, camt: Path
) -> None:
    services.refuse("POST", "/bank-files", 422, "not-a-bank-file")
    refused = kontor("payments", str(camt))
    assert refused.exit_code == Exit.REFUSED
    assert "Not-a-bank-file" in refused.stderr
