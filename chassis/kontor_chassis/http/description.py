"""The description of an API (OpenAPI), with its errors in the media type that they come in."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI

from kontor_chassis.http.problems import MEDIA_TYPE, Problem

#: Every route may answer these; `Problem` says which.
PROBLEMS: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": Problem, "description": "Refused"},
    "5XX": {"model": Problem, "description": "Failed"},
}


def install(app: FastAPI) -> None:
    """Describe problems as problem details (RFC 9457); FastAPI knows one media type a route."""
    described = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            for response in _problems(described()):
                content = response["content"]
                response["content"] = {MEDIA_TYPE: content.get("application/json", {})}
        return described()

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's way to extend it


def _problems(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in schema["paths"].values():
        for operation in path.values():
            for status, response in operation["responses"].items():
                if status in PROBLEMS:
                    yield response
