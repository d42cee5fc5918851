"""What an operator types, sees, and gets as exit code."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from kontor_cli.exits import Exit
from kontor_cli.testing import ScriptedServices
from typer.testing import Result

Kontor = Callable[..., Result]
RUN_ID = str(uuid4())
TOTALS = {
    "invoices": 1,
    "left_out": 1,
    "per_method": {"email-attachment": 1},
    "net": "121.75",
    "gross": "144.88",
}


def a_run(state: str = "completed", done: int = 1) -> dict[str, object]:
    totals = TOTALS if state == "completed" else None
    chunks = {"done": done, "total": 1}
    return {"id": RUN_ID, "label": "2026-10", "state": state, "chunks": chunks, "totals": totals}


def lines(*answers: dict[str, object]) -> bytes:
    return "\n".join(json.dumps(answer) for answer in answers).encode()


@pytest.fixture
def customers_csv(tmp_path: Path) -> Path:
    file = tmp_path / "customers.csv"
    file.write_text("number;name\nK-010001;Bäckerei\nK-010002;\n", encoding="utf-8")
    return file


def test_an_import_shows_every_refused_row_and_fails(
    services: ScriptedServices, kontor: Kontor, customers_csv: Path
) -> None:
    refused = {
        "kind": "refused",
        "row": 3,
        "column": "name",
        "code": "required",
        "reason": "no name",
    }
    sums = {"kind": "finished", "created": 1, "updated": 0, "unchanged": 0, "refused": 1}
    progress = {"kind": "progress", "done": 1, "total": 2}
    services.answer("POST", "/imports/customers", lines(progress, refused, sums))
    services.answer("GET", "/outbox", {"unpublished": 0})

    result = kontor("import", "customers", str(customers_csv))

    assert result.exit_code == Exit.REFUSED
    assert "1 created, 0 updated, 0 unchanged, 1 refused" in result.stdout
    assert "no name" in result.stdout
    assert services.asked("POST", "/imports/customers")[0].body == customers_csv.read_bytes()


def test_an_import_ends_when_its_facts_are_published(
    services: ScriptedServices, kontor: Kontor, customers_csv: Path
) -> None:
    sums = {"kind": "finished", "created": 2, "updated": 0, "unchanged": 0, "refused": 0}
    services.answer("POST", "/imports/customers", lines(sums))
    services.answer("GET", "/outbox", {"unpublished": 2})
    services.answer("GET", "/outbox", {"unpublished": 0})

    result = kontor("import", "customers", str(customers_csv), "--json")

    assert result.exit_code == Exit.DONE
    assert json.loads(result.stdout)["finished"]["created"] == 2
    assert len(services.asked("GET", "/outbox")) == 2


def test_a_dry_run_says_so_and_waits_for_nothing(
    services: ScriptedServices, kontor: Kontor, customers_csv: Path
) -> None:
    sums = {"kind": "finished", "created": 2, "updated": 0, "unchanged": 0, "refused": 0}
    services.answer("POST", "/imports/customers", lines(sums))

    assert kontor("import", "customers", str(customers_csv), "--dry-run").exit_code == Exit.DONE

    assert "dry_run=true" in services.asked("POST", "/imports/customers")[0].path
    assert services.asked("GET", "/outbox") == []


def test_a_file_may_have_the_field_names_of_another_system(
    services: ScriptedServices, kontor: Kontor, customers_csv: Path
) -> None:
    sums = {"kind": "finished", "created": 2, "updated": 0, "unchanged": 0, "refused": 0}
    services.answer("POST", "/imports/notes", lines(sums))
    services.answer("GET", "/outbox", {"unpublished": 0})

    kontor("import", "notes", str(customers_csv), "--mapping", "bluerocktel")

    assert "mapping=bluerocktel" in services.asked("POST", "/imports/notes")[0].path


def test_customers_are_found_and_exported_by_the_same_conditions(
    services: ScriptedServices, kontor: Kontor, tmp_path: Path
) -> None:
    party = {"id": str(uuid4()), "number": "K-1", "lifecycle": "customer", "name": "Kranz"}
    services.answer("GET", "/parties", {"items": [party], "next_cursor": None})
    services.answer("GET", "/exports/customers", b"number;name\r\nK-1;Kranz\r\n")

    assert "Kranz" in kontor("customers", "find", "metz", "--tag", "VIP").stdout
    kontor("customers", "export", "metz", "--tag", "VIP", "--to", str(tmp_path / "out.csv"))

    assert (tmp_path / "out.csv").read_bytes() == b"number;name\r\nK-1;Kranz\r\n"
    for path in ("/parties", "/exports/customers"):
        asked = services.asked("GET", path)[0].path
        assert "q=metz" in asked
        assert "tag=VIP" in asked


def test_an_import_waits_while_billing_does_not_know_the_parties_yet(
    services: ScriptedServices, kontor: Kontor, customers_csv: Path
) -> None:
    sums = {"kind": "finished", "created": 1, "updated": 0, "unchanged": 0, "refused": 0}
    services.refuse("POST", "/imports/folders", 409, "not-yet-known", Retry_After="0")
    services.answer("POST", "/imports/folders", lines(sums))
    services.answer("GET", "/outbox", {"unpublished": 0})

    assert kontor("import", "folders", str(customers_csv)).exit_code == Exit.DONE

    bodies = [request.body for request in services.asked("POST", "/imports/folders")]
    assert bodies == [customers_csv.read_bytes()] * 2


def test_a_refusal_names_every_wrong_field(services: ScriptedServices, kontor: Kontor) -> None:
    problem = {
        "title": "Invalid input",
        "status": 422,
        "code": "invalid-input",
        "detail": "The request has wrong fields.",
        "fields": [{"field": "period", "code": "no-month", "message": "is no month"}],
    }
    services.answer("POST", "/runs", problem, status=422)

    result = kontor("bill", "2026-13")

    assert result.exit_code == Exit.REFUSED
    assert "Invalid input" in result.stderr
    assert "period" in result.stderr
    assert "is no month" in result.stderr


def test_billing_waits_for_the_end_and_lists_who_was_left_out(
    services: ScriptedServices, kontor: Kontor
) -> None:
    left_out = {
        "account_number": "K-010020",
        "name": "Möbelhaus",
        "code": "not-a-customer-yet",
        "obstacles": [{"code": "not-a-customer-yet", "message": "convert it"}],
    }
    services.answer("POST", "/runs", a_run("waiting", done=0), status=202)
    services.answer("GET", f"/runs/{RUN_ID}", a_run("running", done=0))
    services.answer("GET", f"/runs/{RUN_ID}", a_run())
    services.answer("GET", f"/runs/{RUN_ID}/left-out", {"items": [left_out]})

    result = kontor("bill", "2026-10")

    assert result.exit_code == Exit.DONE
    assert "144.88" in result.stdout
    assert "K-010020" in result.stdout
    assert json.loads(services.asked("POST", "/runs")[0].body)["again"] is False


def test_status_shows_each_stage_of_a_periods_runs(
    services: ScriptedServices, kontor: Kontor
) -> None:
    figures = {"done": 40, "failed": 2, "waiting": 1}
    names = ("documents", "mails", "chorus-pro", "gocardless")
    services.answer("GET", "/runs", {"items": [a_run()]})
    services.answer("GET", f"/runs/{RUN_ID}/summary", dict.fromkeys(names, figures))
    services.answer("GET", "/debit-files", {"items": []})

    shown, for_programs = kontor("status", "2026-10"), kontor("status", "2026-10", "--json")

    assert "Mails" in shown.stdout
    assert json.loads(for_programs.stdout)[0]["delivery"]["mails"]["failed"] == 2


def test_a_period_without_a_run_is_a_wrong_argument(
    services: ScriptedServices, kontor: Kontor
) -> None:
    services.answer("GET", "/runs", {"items": []})

    result = kontor("status", "2027-01")

    assert result.exit_code == Exit.USAGE
    assert "no run of 2027-01" in result.stderr


def a_document(content: bytes) -> dict[str, object]:
    sha256 = hashlib.sha256(content).hexdigest()
    return {
        "invoice_id": RUN_ID,
        "invoice_number": "2026-000001",
        "sha256": sha256,
        "size": len(content),
    }


def test_exported_documents_are_fetched_once(
    services: ScriptedServices, kontor: Kontor, tmp_path: Path
) -> None:
    services.answer("GET", f"/runs/{RUN_ID}", a_run())
    services.answer("GET", "/documents", {"items": [a_document(b"%PDF")]})
    services.answer("GET", f"/documents/{RUN_ID}/content", b"%PDF")
    command = ("export", "documents", "--run", RUN_ID, "--to", str(tmp_path / "out"))

    assert [kontor(*command).exit_code for _ in range(2)] == [Exit.DONE] * 2

    assert (tmp_path / "out" / "2026-000001.pdf").read_bytes() == b"%PDF"
    assert len(services.asked("GET", f"/documents/{RUN_ID}/content")) == 1


def test_a_document_that_arrives_damaged_is_not_kept(
    services: ScriptedServices, kontor: Kontor, tmp_path: Path
) -> None:
    services.answer("GET", f"/runs/{RUN_ID}", a_run())
    services.answer("GET", "/documents", {"items": [a_document(b"%PDF")]})
    services.answer("GET", f"/documents/{RUN_ID}/content", b"%PD")

    result = kontor("export", "documents", "--run", RUN_ID, "--to", str(tmp_path / "out"))

    assert result.exit_code == Exit.DAMAGED
    assert "2026-000001.pdf arrived with another checksum" in result.stderr
    assert list((tmp_path / "out").iterdir()) == []


def test_a_parked_message_is_replayed_at_its_service(
    services: ScriptedServices, kontor: Kontor
) -> None:
    services.answer("POST", "/parked/66f0/replay", status=202)

    assert kontor("parked", "replay", "billing/66f0").exit_code == Exit.DONE
    assert kontor("parked", "replay", "66f0").exit_code == Exit.USAGE

    assert len(services.asked("POST", "/parked/66f0/replay")) == 1


def test_an_organisation_that_is_stored_already_is_left_alone(
    services: ScriptedServices, kontor: Kontor, tmp_path: Path
) -> None:
    file = tmp_path / "organisation.json"
    file.write_text(json.dumps({"name": "Grenzlicht"}), encoding="utf-8")
    services.refuse("GET", "/organisation", 404, "not-found")
    services.answer("GET", "/organisation", {"name": "Grenzlicht", "version": 1})
    services.answer("PUT", "/organisation", {"name": "Grenzlicht", "version": 1})

    first, second = (kontor("organisation", "set", str(file), "--json") for _ in range(2))

    assert [json.loads(one.stdout)["change"] for one in (first, second)] == ["created", "unchanged"]
    assert len(services.asked("PUT", "/organisation")) == 1


def test_a_changed_organisation_names_the_version_that_it_replaces(
    services: ScriptedServices, kontor: Kontor, tmp_path: Path
) -> None:
    file = tmp_path / "organisation.json"
    file.write_text(json.dumps({"name": "Grenzlicht Telekom"}), encoding="utf-8")
    services.answer("GET", "/organisation", {"name": "Grenzlicht", "version": 4})
    services.answer("PUT", "/organisation", {"name": "Grenzlicht Telekom", "version": 5})

    assert kontor("organisation", "set", str(file)).exit_code == Exit.DONE

    assert services.asked("PUT", "/organisation")[0].headers["if-match"] == '"4"'


def test_a_preview_gathers_its_pages_and_shows_what_changed(
    services: ScriptedServices, kontor: Kontor
) -> None:
    invoice = {
        "account_number": "K-010001",
        "folders": ["01", "02"],
        "net": "121.00",
        "gross": "143.99",
        "currency": "EUR",
        "delivery_method": "email-attachment",
        "splits": [{"reason": "engagement-number", "value": "E-7"}],
        "change": {"before": "100.00", "percent": "21.0", "notable": True},
    }
    ended = {"account_number": "K-010003", "name": "Alt AG", "folder": "01", "before": "9.90"}
    ended["reason"] = "nothing-due"
    obstacle = {"code": "no-recipient", "message": "nobody gets it", "fields": []}
    left = {"account_number": "K-010002", "name": "x", "code": "no-recipient"}
    first = {"invoices": [invoice], "left_out": [], "next_cursor": "weiter"}
    last = {
        "invoices": [],
        "left_out": [left | {"obstacles": [obstacle]}],
        "not_billed": [ended],
        "next_cursor": None,
    }
    services.answer("POST", "/run-previews", first)
    services.answer("POST", "/run-previews", last)

    result = kontor("preview", "2026-10", "--batch", "A", "--change", "15")

    assert result.exit_code == Exit.DONE
    for shown in ("K-010001", "+21.0 % !", "engagement-number: E-7", "nobody gets it", "9.90"):
        assert shown in result.stdout
    asked = services.asked("POST", "/run-previews")
    assert json.loads(asked[0].body) == {
        "period": "2026-10",
        "batch": "A",
        "notable_percent": "15.0",
    }
    assert asked[1].path.endswith("cursor=weiter")


def test_batches_are_made_listed_and_billed(services: ScriptedServices, kontor: Kontor) -> None:
    batch = {"name": "A", "title": "Anfang", "day": 5, "billed_month": "past", "version": 1}
    services.answer("PUT", "/batches/A", batch)
    services.answer("GET", "/batches", {"items": [batch], "next_cursor": None})
    services.answer("POST", "/runs", a_run())
    services.answer("GET", f"/runs/{RUN_ID}", a_run())
    services.answer("GET", f"/runs/{RUN_ID}/left-out", {"items": [], "next_cursor": None})

    made = kontor("batches", "set", "A", "--title", "Anfang", "--day", "5")
    assert "Anfang" in made.stdout
    assert json.loads(kontor("batches", "list", "--json").stdout) == [batch]
    assert kontor("bill", "2026-10", "--batch", "A").exit_code == Exit.DONE

    (asked,) = services.asked("POST", "/runs")
    assert json.loads(asked.body)["batch"] == "A"


def test_the_annex_of_an_invoice_is_written_to_a_file(
    services: ScriptedServices, kontor: Kontor, tmp_path: Path
) -> None:
    row = {"id": RUN_ID, "number": "2026-000001"}
    services.answer("GET", "/invoices", {"items": [row], "next_cursor": None})
    services.answer("GET", f"/invoices/{RUN_ID}/usage.csv", b"usage_id;amount\r\n")
    file = tmp_path / "annex.csv"
    assert kontor("usage", "annex", "2026-000001", "--to", str(file)).exit_code == Exit.DONE
    assert file.read_bytes() == b"usage_id;amount\r\n"
