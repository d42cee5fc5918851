"""The command line, and services that answer what a test tells them to."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from kontor_cli.app import app
from kontor_cli.settings import Service
from kontor_cli.testing import ScriptedServices
from typer.testing import CliRunner, Result

from .documented import misfits


@pytest.fixture
def services() -> Iterator[ScriptedServices]:
    with ScriptedServices() as scripted:
        yield scripted
        assert misfits(scripted.requests) == []


Kontor = Callable[..., Result]


@pytest.fixture
def nobody(services: ScriptedServices, tmp_path: Path) -> Kontor:
    """The command line beside the scripted services, signed in nowhere."""
    environment: dict[str, str | None] = dict.fromkeys(
        ("KONTOR_EMAIL", "KONTOR_PASSWORD", "KONTOR_TOKEN", "KONTOR_CODE")
    )
    environment |= {f"KONTOR_{service.name}_URL": services.url for service in Service}
    environment |= {"COLUMNS": "200", "KONTOR_SESSION_FILE": str(tmp_path / "session")}

    def run(*arguments: str, typed: str = "", **settings: str) -> Result:
        return CliRunner().invoke(app, arguments, input=typed, env=environment | settings)

    return run


@pytest.fixture
def kontor(services: ScriptedServices, nobody: Kontor) -> Kontor:
    """The command line, signed in at the scripted services."""
    settings = services.settings
    who = {"KONTOR_EMAIL": settings.email, "KONTOR_PASSWORD": settings.password}

    def run(*arguments: str) -> Result:
        return nobody(*arguments, **who)

    return run
