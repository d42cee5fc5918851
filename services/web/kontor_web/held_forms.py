"""Addresses that only take forms, and the pages on which those forms stand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.routing import BaseRoute, Match

#: Of forms that stand elsewhere than on the next page above their address.
ELSEWHERE = {
    "/actions/{action_id}/comments": "/actions/{action_id}/edit",
    "/actions/{action_id}/move": "/actions/{action_id}/edit",
    "/functions/{key}/retire": "/functions",
    "/parties/{party_id}/notes/{note_id}/pin": "/parties/{party_id}/notes",
    "/standard-installations/{key}/phases/{number}/up": "/standard-installations/{key}",
}


@dataclass(frozen=True)
class HeldForms:
    """Whoever opens such an address belongs on the form's page: in another language, or later."""

    routes: tuple[BaseRoute, ...]

    @classmethod
    def of(cls, routers: Iterable[APIRouter]) -> "HeldForms":
        return cls(tuple(route for router in routers for route in router.routes))

    def page_of(self, request: Request) -> str:
        """The page that holds the address's form; "" of an address that is no page's."""
        path = request.url.path
        if not self._takes("POST", path):
            return ""
        taken = getattr(request.scope.get("route"), "path", "")
        if page := ELSEWHERE.get(taken):
            return page.format_map(request.path_params)
        return next((one for one in _above(path) if self._takes("GET", one)), "")

    def _takes(self, method: str, path: str) -> bool:
        scope = {"type": "http", "method": method, "path": path, "root_path": "", "headers": []}
        return any(route.matches(dict(scope))[0] is Match.FULL for route in self.routes)


def _above(path: str) -> Iterator[str]:
    while path != "/":
        path = path.rpartition("/")[0] or "/"
        yield path
