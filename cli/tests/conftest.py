"""The command line, and services that answer what a test tells them to."""

from collections.abc import Callable, Iterator

import pytest
from kontor_cli.app import app
from kontor_cli.settings import Service
from kontor_cli.testing import ScriptedServices
from typer.testing import CliRunner, Result


@pytest.fixture
def services() -> Iterator[ScriptedServices]:
    with ScriptedServices() as scripted:
        yield scripted


Kontor = Callable[..., Result]


@pytest.fixture
def kontor(services: ScriptedServices) -> Kontor:
    """The command line, signed in at the scripted services."""
    settings = services.settings
    environment = {"KONTOR_EMAIL": settings.email, "KONTOR_PASSWORD": settings.password}
    environment |= {f"KONTOR_{service.name}_URL": services.url for service in Service}

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, arguments, env={**environment, "COLUMNS": "200"})

    return run
