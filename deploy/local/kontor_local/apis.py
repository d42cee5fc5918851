"""`docs/api`: the description (OpenAPI 3.1) of each service's HTTP API, written anew.

`python -m kontor_local.apis` after a change; a test compares.
"""

import json
from importlib import import_module
from pathlib import Path
from types import ModuleType

from fastapi import FastAPI

from kontor_local.processes import PROCESSES

DIRECTORY = Path("docs/api")


def services() -> list[str]:
    """Those that describe an API for programs."""
    with_api = [process.service for process in PROCESSES if process.role == "api"]
    return [one for one in with_api if hasattr(_app(one), "described")]


def description_of(service: str) -> str:
    """The description, as text with a final line break."""
    schema = application(service).openapi()
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def application(service: str) -> FastAPI:
    """The service's API, connected to nothing."""
    described: FastAPI = _app(service).described()
    return described


def _app(service: str) -> ModuleType:
    return import_module(f"kontor_{service}.app")


def main() -> None:
    DIRECTORY.mkdir(parents=True, exist_ok=True)
    for service in services():
        file = DIRECTORY / f"{service}.json"
        file.write_text(description_of(service), encoding="utf-8")


if __name__ == "__main__":
    main()
