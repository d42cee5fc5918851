"""`kontor import`: files in, every wrong row told, and the next command finds what is stored."""

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
