"""Commands of one step: customers, the organisation, parked messages."""

import json
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from kontor_cli.exits import Exit
from kontor_cli.testing import ScriptedServices
from typer.testing import Result

Kontor = Callable[..., Result]


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
