"""`kontor archive`: files that are closed, deposited and packed again."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from kontor_cli.exits import Exit
from kontor_cli.testing import ScriptedServices
from typer.testing import Result

Kontor = Callable[..., Result]
FLOW = {
    "id": "0f7b2a64-5a0e-5b1c-9b7d-6a3f1c2d4e5f",
    "name": "FSO1100A_ABC123_ABC1231100000000000000042",
    "count": 12,
    "state": "refused",
    "reason": "Raccordement inactif",
}


def test_deposits_tell_how_they_stand_and_why(services: ScriptedServices, kontor: Kontor) -> None:
    services.answer("GET", "/deposits", {"items": [FLOW]})
    result = kontor("archive", "deposits", "--state", "refused")
    assert result.exit_code == Exit.DONE
    assert "Raccordement inactif" in result.stdout


@pytest.mark.parametrize("command", ["again", "pack-again"])
def test_a_flow_is_deposited_or_packed_again_by_its_name(
    services: ScriptedServices, kontor: Kontor, command: str
) -> None:
    services.answer("GET", "/deposits", {"items": [FLOW]})
    path = f"/deposits/{FLOW['id']}/{command}"
    services.answer("POST", path, status=202)
    assert kontor("archive", command, str(FLOW["name"])).exit_code == Exit.DONE
    assert services.asked("POST", path)
    assert kontor("archive", command, "FSO1100A_ELSE").exit_code == Exit.USAGE
    assert len(services.asked("POST", path)) == 1


def test_a_runs_archive_is_closed_by_hand(services: ScriptedServices, kontor: Kontor) -> None:
    run: dict[str, object] = {"id": str(uuid4()), "label": "2026-10", "state": "completed"}
    run |= {"chunks": {"done": 1, "total": 1}, "totals": None}
    services.answer("GET", f"/runs/{run['id']}", run)
    path = f"/runs/{run['id']}/files/chorus-pro/close"
    services.answer("POST", path, status=202)
    result = kontor("archive", "close", str(run["id"]))
    assert result.exit_code == Exit.DONE
    assert services.asked("POST", path)
