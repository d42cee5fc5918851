"""`kontor export` and `usage annex`: what is kept arrives as it was kept."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from kontor_cli.exits import Exit
from kontor_cli.testing import ScriptedServices
from typer.testing import Result

from .rows import INVOICE
from .runs import RUN_ID, a_run

Kontor = Callable[..., Result]


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


def test_the_annex_of_an_invoice_is_written_to_a_file(
    services: ScriptedServices, kontor: Kontor, tmp_path: Path
) -> None:
    row = INVOICE | {"id": RUN_ID}
    services.answer("GET", "/invoices", {"items": [row], "next_cursor": None})
    services.answer("GET", f"/invoices/{RUN_ID}/usage.csv", b"usage_id;amount\r\n")
    file = tmp_path / "annex.csv"
    assert kontor("usage", "annex", "2026-000001", "--to", str(file)).exit_code == Exit.DONE
    assert file.read_bytes() == b"usage_id;amount\r\n"
