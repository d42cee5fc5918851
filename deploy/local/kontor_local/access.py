"""`docs/access.md`: which role may call which route, written anew from the routes themselves.

`python -m kontor_local.access` after a change; a test compares, another knocks at every door.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from kontor_chassis.http.access import Permission, Role

from kontor_local.apis import application, services

FILE = Path("docs/access.md")
#: Routes that ask for no access token, and what they ask for instead.
OPEN = {
    "GET /health/live": "the cluster's own",
    "GET /health/ready": "the cluster's own",
    "GET /metrics": "the cluster's own",
    "POST /token": "e-mail and password",
    "POST /sessions": "e-mail and password",
    "POST /sessions/refresh": "the session's secret",
    "POST /sessions/check": "the session's secret",
    "POST /sessions/sign-out": "the session's secret",
    "POST /sessions/password": "the session's secret and the present password",
    "POST /password-links": "sends a link, to nobody who is no member",
    "POST /passwords": "the link's secret",
    "POST /portal/links": "sends a link, to nobody who is no contact",
    "POST /portal/sessions": "e-mail and password",
    "POST /portal/sessions/by-link": "the link's secret",
    "POST /portal/sessions/password": "the session's secret",
    "POST /portal/sessions/refresh": "the session's secret",
    "POST /portal/sessions/check": "the session's secret",
    "POST /gocardless/webhooks": "GoCardless' signature",
    "GET /linked/{token}": "the link's secret",
    "GET /feeds/{token}.ics": "the feed's secret",
}
HEAD = """# Who may call which route

Made from the routes by `make describe`; `deploy/local/tests/test_access.py` knocks at each of
these doors with every role. A contact needs the right that its cell names, sees its own party's
records, and gets 404 for any other. A route without a token asks for what its row says instead.
"""


@dataclass(frozen=True)
class Door:
    """One route; without `permissions` it is open, and asks for something else."""

    service: str
    method: str
    path: str
    permissions: tuple[Permission, ...]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    def admits(self, role: Role) -> bool:
        return all(role in one.roles for one in self.permissions)

    @property
    def rights(self) -> list[str]:
        """What a contact must be allowed to, all of it."""
        return [one.right for one in self.permissions if one.right]


def doors() -> list[Door]:
    return [door for service in services() for door in doors_of(service)]


def doors_of(service: str) -> list[Door]:
    found = [
        Door(service, method, route.path or "", tuple(_permissions(route.dependant)))
        for route in iter_route_contexts(application(service).routes)
        if isinstance(route.original_route, APIRoute)
        for method in sorted(route.methods or ())
    ]
    return sorted(found, key=lambda one: (one.path, one.method))


def _permissions(dependant: Dependant) -> Iterator[Permission]:
    for one in dependant.dependencies:
        if isinstance(one.call, Permission):
            yield one.call
        yield from _permissions(one)


def table() -> str:
    return HEAD + "".join(_section(service) for service in services())


def _section(service: str) -> str:
    head = ["route", *Role, "without a token"]
    rows = [_row(door) for door in doors_of(service)]
    lines = [head, ["---"] * len(head), *rows]
    body = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    return f"\n## {service}\n\n{body}\n"


def _row(door: Door) -> list[str]:
    if not door.permissions:
        return [f"`{door.name}`", *[""] * len(Role), OPEN[door.name]]
    return [f"`{door.name}`", *(_cell(door, role) for role in Role), ""]


def _cell(door: Door, role: Role) -> str:
    if not door.admits(role):
        return ""
    return ", ".join(door.rights) or "yes" if role is Role.CONTACT else "yes"


def main() -> None:
    FILE.write_text(table(), encoding="utf-8")


if __name__ == "__main__":
    main()
