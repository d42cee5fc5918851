"""Whether a request is one that the services' own descriptions know, with the body they ask for."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jsonschema import Draft202012Validator
from kontor_cli.testing import Request

API = Path(__file__).parents[2] / "docs" / "api"
PARAMETER = re.compile(r"\\\{[^}]+\\\}")


@dataclass(frozen=True)
class Route:
    method: str
    path: re.Pattern[str]
    body: Draft202012Validator | None

    def refuses(self, request: Request) -> str:
        """What is wrong with the body; empty when nothing is."""
        if self.body is None or not request.body:
            return ""
        return "; ".join(one.message for one in self.body.iter_errors(json.loads(request.body)))


def routes() -> Iterator[Route]:
    for file in API.glob("*.json"):
        described = json.loads(file.read_text(encoding="utf-8"))
        for path, methods in described["paths"].items():
            pattern = re.compile(PARAMETER.sub("[^/]+", re.escape(path)))
            for method, route in methods.items():
                content = route.get("requestBody", {}).get("content", {})
                schema = content.get("application/json", {}).get("schema")
                whole = schema and {**schema, "components": described["components"]}
                body = Draft202012Validator(whole) if whole else None
                yield Route(method.upper(), pattern, body)


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
