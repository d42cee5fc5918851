"""The descriptions of the HTTP APIs are checked in as they would be made now, and are valid."""

import json
from pathlib import Path

import pytest
from kontor_local.apis import description_of, services
from openapi_spec_validator import OpenAPIV31SpecValidator

FOLDER = Path(__file__).parents[2] / "docs" / "api"


@pytest.mark.parametrize("service", services())
def test_the_description_of_an_api_is_that_of_its_routes(service: str) -> None:
    kept = (FOLDER / f"{service}.json").read_text(encoding="utf-8")
    assert kept == description_of(service), "run `make describe`"


@pytest.mark.parametrize("service", services())
def test_the_description_of_an_api_is_valid_openapi(service: str) -> None:
    description = json.loads((FOLDER / f"{service}.json").read_text(encoding="utf-8"))
    assert description["openapi"].startswith("3.1.")
    OpenAPIV31SpecValidator(description).validate()
    assert {file.stem for file in FOLDER.iterdir()} == set(services())
