"""`kontor users`: members by their address."""

import json
from collections.abc import Callable
from uuid import uuid4

from kontor_cli.exits import Exit
from kontor_cli.testing import ScriptedServices
from typer.testing import Result

Kontor = Callable[..., Result]
MEMBER: dict[str, object] = {
    "id": str(uuid4()),
    "version": 3,
    "name": "Eva",
    "email": "eva@kontor.example",
    "roles": ["sales"],
    "active": True,
}
PATH = f"/team/{MEMBER['id']}"


def test_a_member_is_invited_with_roles(services: ScriptedServices, kontor: Kontor) -> None:
    services.answer("POST", "/team", MEMBER, 201)
    roles = ("--role", "sales", "--role", "support")
    told = kontor("users", "invite", "eva@kontor.example", "--name", "Eva", *roles)
    assert told.exit_code == Exit.DONE, told.output
    (asked,) = services.asked("POST", "/team")
    assert json.loads(asked.body) == {
        "name": "Eva",
        "email": "eva@kontor.example",
        "roles": ["sales", "support"],
    }


def test_roles_are_replaced_and_a_member_who_leaves_is_disabled(
    services: ScriptedServices, kontor: Kontor
) -> None:
    services.answer("GET", "/team", {"items": [MEMBER]})
    services.answer("PUT", PATH, MEMBER)
    assert kontor("users", "roles", "EVA@kontor.example", "--role", "admin").exit_code == Exit.DONE
    assert kontor("users", "disable", "eva@kontor.example").exit_code == Exit.DONE
    assert kontor("users", "enable", "eva@kontor.example").exit_code == Exit.DONE
    given, left, back = services.asked("PUT", PATH)
    assert given.headers["if-match"] == '"3"'
    assert json.loads(given.body)["roles"] == ["admin"]
    assert json.loads(left.body)["active"] is False
    assert json.loads(back.body)["active"] is True


def test_a_lost_second_factor_is_taken_away(services: ScriptedServices, kontor: Kontor) -> None:
    services.answer("GET", "/team", {"items": [MEMBER]})
    services.answer("DELETE", f"{PATH}/second-factor", None, 204)
    told = kontor("users", "forget-second-factor", "eva@kontor.example")
    assert told.exit_code == Exit.DONE, told.output
    assert services.asked("DELETE", f"{PATH}/second-factor")


def test_an_address_that_nobody_has_is_a_wrong_argument(
    services: ScriptedServices, kontor: Kontor
) -> None:
    services.answer("GET", "/team", {"items": [MEMBER]})
    assert kontor("users", "disable", "x@kontor.example").exit_code == Exit.USAGE
    assert "eva@kontor.example" in kontor("users", "list").stdout
