"""Who signs in, and how: by password and code, by a kept session, or by a token."""

import json
import stat
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from kontor_cli.exits import Exit
from kontor_cli.testing import ScriptedServices
from typer.testing import Result

Kontor = Callable[..., Result]
EMAIL, SECRET = "ada@grenzlicht.example", "s3cret-of-the-session"
MEMBER = {"id": str(uuid4()), "version": 3, "name": "Ada", "email": EMAIL, "roles": ["admin"]}
OPENED = {"id": str(uuid4()), "secret": SECRET, "member": MEMBER, "access_token": "t"}
TYPED = f"{EMAIL}\nmade up\n"


def refreshed(services: ScriptedServices) -> None:
    services.answer("POST", "/sessions/refresh", {"access_token": "token-2", "expires_in": 300})
    services.answer("GET", "/team", {"items": [MEMBER]})


def test_login_keeps_a_session_that_later_commands_use_and_logout_ends_it(
    services: ScriptedServices, nobody: Kontor, tmp_path: Path
) -> None:
    services.answer("POST", "/sessions", OPENED, 201)
    services.answer("POST", "/sessions/sign-out", None, 204)
    refreshed(services)
    signed_in = nobody("login", typed=TYPED)
    assert signed_in.exit_code == Exit.DONE, signed_in.output
    assert SECRET not in signed_in.output
    assert stat.S_IMODE((tmp_path / "session").stat().st_mode) == 0o600

    assert nobody("users", "list").exit_code == Exit.DONE
    (asked,) = services.asked("POST", "/sessions/refresh")
    assert json.loads(asked.body) == {"secret": SECRET}
    (listed,) = services.asked("GET", "/team")
    assert listed.headers["authorization"] == "Bearer token-2"

    assert nobody("logout").exit_code == Exit.DONE
    (ended,) = services.asked("POST", "/sessions/sign-out")
    assert json.loads(ended.body) == {"secret": SECRET}
    told = nobody("users", "list")
    assert told.exit_code == Exit.NOT_CONFIGURED
    assert "kontor login" in told.stderr


def test_login_asks_for_the_code_of_a_second_factor_when_there_is_one(
    services: ScriptedServices, nobody: Kontor
) -> None:
    services.refuse("POST", "/sessions", 401, "second-factor-needed")
    services.answer("POST", "/sessions", OPENED, 201)
    signed_in = nobody("login", typed=f"{TYPED}123456\n")
    assert signed_in.exit_code == Exit.DONE, signed_in.output
    first, second = (json.loads(one.body) for one in services.asked("POST", "/sessions"))
    assert (first["code"], second["code"]) == ("", "123456")


def test_a_wrong_password_is_refused_without_asking_for_a_code(
    services: ScriptedServices, nobody: Kontor
) -> None:
    services.refuse("POST", "/sessions", 401, "not-signed-in")
    refused = nobody("login", typed=TYPED)
    assert refused.exit_code == Exit.REFUSED
    assert len(services.asked("POST", "/sessions")) == 1


def test_a_command_that_signs_in_by_password_sends_the_code_too(
    services: ScriptedServices, nobody: Kontor
) -> None:
    services.answer("GET", "/team", {"items": []})
    who = {"KONTOR_EMAIL": EMAIL, "KONTOR_PASSWORD": "made up", "KONTOR_CODE": "654321"}
    assert nobody("users", "list", **who).exit_code == Exit.DONE
    (asked,) = services.asked("POST", "/token")
    assert json.loads(asked.body)["code"] == "654321"


def test_a_token_is_issued_used_listed_and_revoked(
    services: ScriptedServices, nobody: Kontor
) -> None:
    services.answer("POST", "/sessions", OPENED, 201)
    moment = "2026-11-02T09:00:00Z"
    session = {"id": OPENED["id"], "device": "usage import", "opened_at": moment}
    session |= {"used_at": moment, "ends_at": moment}
    services.answer("GET", "/sessions", {"items": [session]})
    services.answer("DELETE", f"/sessions/{OPENED['id']}", None, 204)
    refreshed(services)
    issued = nobody("tokens", "issue", "usage import", typed=TYPED)
    assert issued.stdout.splitlines()[-1] == SECRET
    (asked,) = services.asked("POST", "/sessions")
    assert json.loads(asked.body)["device"] == "usage import"

    shown = nobody("tokens", "list", "--json", KONTOR_TOKEN=SECRET)
    assert [one["device"] for one in json.loads(shown.stdout)] == ["usage import"]
    gone = nobody("tokens", "revoke", str(OPENED["id"]), KONTOR_TOKEN=SECRET)
    assert gone.exit_code == Exit.DONE, gone.output
    assert services.asked("DELETE", f"/sessions/{OPENED['id']}")


def test_commands_complete_themselves_in_the_shell(nobody: Kontor) -> None:
    asking = {"_ROOT_COMPLETE": "complete_bash", "COMP_WORDS": "root par", "COMP_CWORD": "1"}
    told = nobody(**asking)
    assert "parked" in told.stdout.split()
    assert "--install-completion" in nobody("--help").stdout
