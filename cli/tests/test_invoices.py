"""`kontor invoices`: what an operator does with one of them."""

import json
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from kontor_cli.exits import Exit
from kontor_cli.testing import ScriptedServices
from typer.testing import Result

from .rows import COLLECTION, COLLECTION_ID, INVOICE, INVOICE_ID, MAIL

Kontor = Callable[..., Result]


@pytest.fixture
def wanted(tmp_path: Path) -> Path:
    file = tmp_path / "invoice.json"
    line = {"description": "Router", "unit_price": "49.90", "vat_class": "standard"}
    file.write_text(json.dumps({"party_id": str(uuid4()), "lines": [line]}), encoding="utf-8")
    return file


@pytest.fixture
def known(services: ScriptedServices) -> ScriptedServices:
    services.answer("GET", "/invoices", {"items": [INVOICE]})
    services.answer("GET", "/collections", {"items": [COLLECTION]})
    services.answer("GET", f"/invoices/{INVOICE_ID}/deliveries", {"items": [MAIL]})
    return services


def test_an_invoice_is_listed_and_shown_with_its_money_and_its_ways(
    known: ScriptedServices, kontor: Kontor
) -> None:
    assert "2026-000001" in kontor("invoices", "list", "--overdue").stdout
    assert "overdue=true" in known.asked("GET", "/invoices")[0].path
    shown = kontor("invoices", "show", "2026-000001").stdout
    assert "2026-000001-1-1" in shown
    assert "ada@example.org" in shown
    story = json.loads(kontor("invoices", "show", "2026-000001", "--json").stdout)
    assert [one["code"] for one in story["collections"]] == ["AC04"]


def test_an_invoice_that_is_not_there_is_a_usage_error(
    services: ScriptedServices, kontor: Kontor
) -> None:
    services.answer("GET", "/invoices", {"items": []})
    assert kontor("invoices", "show", "2026-9").exit_code == Exit.USAGE


def test_an_invoice_that_delivery_has_not_heard_of_yet_is_shown_without_ways(
    services: ScriptedServices, kontor: Kontor
) -> None:
    services.answer("GET", "/invoices", {"items": [INVOICE]})
    services.answer("GET", "/collections", {"items": [COLLECTION]})
    path = f"/invoices/{INVOICE_ID}/deliveries"
    services.refuse("GET", path, 404, "not-found")
    services.refuse("GET", path, 403, "forbidden")
    story = json.loads(kontor("invoices", "show", "2026-000001", "--json").stdout)
    assert story["invoice"]["number"] == "2026-000001"
    assert story["deliveries"] == []
    assert kontor("invoices", "show", "2026-000001").exit_code == Exit.REFUSED


def test_a_file_is_previewed_then_issued_once_unless_one_more_is_wanted(
    services: ScriptedServices, kontor: Kontor, wanted: Path
) -> None:
    sums = {"net": "49.90", "vat": "9.48", "gross": "59.38"}
    services.answer("POST", "/invoice-previews", {"invoice": {"totals": sums}})
    services.answer("POST", "/invoices", INVOICE, 201)
    assert "59.38 gross" in kontor("invoices", "preview", str(wanted)).stdout
    for more in ((), (), ("--again",)):
        assert kontor("invoices", "issue", str(wanted), *more).exit_code == Exit.DONE
    first, second, other = [
        one.headers["idempotency-key"] for one in services.asked("POST", "/invoices")
    ]
    assert first == second != other


def test_what_is_no_json_object_is_a_usage_error(kontor: Kontor, wanted: Path) -> None:
    wanted.write_text("[1]", encoding="utf-8")
    assert kontor("invoices", "issue", str(wanted)).exit_code == Exit.USAGE


def test_an_invoice_is_credited_and_sent_again(known: ScriptedServices, kontor: Kontor) -> None:
    note = INVOICE | {"number": "G-2026-000001", "kind": "381"}
    known.answer("POST", f"/invoices/{INVOICE_ID}/credit-notes", note, 201)
    known.answer("POST", f"/invoices/{INVOICE_ID}/mails", MAIL, 202)
    lines = ("--line", "1", "--line", "3")
    credited = kontor("invoices", "credit", "2026-000001", "--reason", "defekt", *lines)
    assert "G-2026-000001" in credited.stdout
    [asked] = known.asked("POST", f"/invoices/{INVOICE_ID}/credit-notes")
    assert json.loads(asked.body) == {"reason": "defekt", "lines": [1, 3], "release": False}
    assert "queued" in kontor("invoices", "send", "2026-000001", "--method", "email-notice").stdout


def test_a_credit_asked_for_again_after_a_lost_answer_is_the_same(
    known: ScriptedServices, kontor: Kontor
) -> None:
    path = f"/invoices/{INVOICE_ID}/credit-notes"
    known.answer("POST", path, INVOICE | {"number": "G-2026-000001", "kind": "381"}, 201)
    for amount, more in (("5.00", ()), ("5.00", ()), ("5.00", ("--again",)), ("6.00", ())):
        asked = ("2026-000001", "--reason", "defekt", "--amount", amount, *more)
        assert kontor("invoices", "credit", *asked).exit_code == Exit.DONE
    keys = [one.headers["idempotency-key"] for one in known.asked("POST", path)]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3


def test_a_debit_that_came_back_is_presented_again(known: ScriptedServices, kontor: Kontor) -> None:
    path = f"/collections/{COLLECTION_ID}/present-again"
    known.answer("POST", path, COLLECTION | {"state": "open"})
    assert kontor("debits", "again", "2026-000001").exit_code == Exit.DONE
    wrong = kontor("debits", "again", "2026-000001", "--collection", "2026-000001-2-1")
    assert wrong.exit_code == Exit.USAGE
    assert "2026-000001-1-1" in wrong.output
    assert len(known.asked("POST", path)) == 1
