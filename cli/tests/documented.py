"""Whether a request is one that the services' own descriptions know, with the body they ask for."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from jsonschema import Draft202012Validator
from kontor_cli.testing import Request

API = Path(__file__).parents[2] / "docs" / "api"
#: May be said to every list; one without pages is answered whole.
PAGING = frozenset({"limit", "cursor"})
PARAMETER = re.compile(r"\\\{[^}]+\\\}")


@dataclass(frozen=True)
class Route:
    method: str
    path: re.Pattern[str]
    body: Draft202012Validator | None
    needs_body: bool
    #: Names that may be asked for, and those that must.
    query: frozenset[str]
    needed: frozenset[str]

    def refuses(self, request: Request) -> str:
        """What is wrong with it; empty when nothing is."""
        return "; ".join([*self._wrong_query(request), *self._wrong_body(request)])

    def _wrong_query(self, request: Request) -> Iterator[str]:
        asked = set(parse_qs(urlsplit(request.path).query, keep_blank_values=True))
        yield from (f"nobody asked for {name}" for name in sorted(asked - self.query - PAGING))
        yield from (f"{name} is missing" for name in sorted(self.needed - asked))

    def _wrong_body(self, request: Request) -> Iterator[str]:
        if not request.body:
            yield from ["a body is missing"] if self.needs_body else []
        elif self.body:
            yield from (one.message for one in self.body.iter_errors(json.loads(request.body)))


def routes() -> Iterator[Route]:
    for file in API.glob("*.json"):
        described = json.loads(file.read_text(encoding="utf-8"))
        for path, methods in described["paths"].items():
            pattern = re.compile(PARAMETER.sub("[^/]+", re.escape(path)))
            for method, route in methods.items():
                yield _route(method.upper(), pattern, route, described["components"])


def _route(
    method: str, path: re.Pattern[str], route: dict[str, Any], components: dict[str, Any]
) -> Route:
    asked = route.get("requestBody", {})
    schema = asked.get("content", {}).get("application/json", {}).get("schema")
    query = [one for one in route.get("parameters", []) if one["in"] == "query"]
    return Route(
        method,
        path,
        body=Draft202012Validator({**schema, "components": components}) if schema else None,
        needs_body=asked.get("required", False),
        query=frozenset(one["name"] for one in query),
        needed=frozenset(one["name"] for one in query if one.get("required")),
    )


ROUTES = list(routes())


def misfits(requests: list[Request]) -> list[str]:
    """Requests that no service would understand."""
    return [wrong for one in requests if (wrong := _misfit(one))]


def _misfit(request: Request) -> str:
    path = request.path.split("?")[0]
    fitting = [one for one in ROUTES if one.method == request.method and one.path.fullmatch(path)]
    if not fitting:
        return f"nobody answers {request.method} {path}"
    wrong = [one.refuses(request) for one in fitting]
    return "" if "" in wrong else f"{request.method} {path}: {wrong[0]}"
