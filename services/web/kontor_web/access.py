"""Who is signed in: from the secret in the cookie to a person with an access token."""

import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Annotated

import httpx
from fastapi import Depends, Request
from kontor_contracts.customers.team import Member
from kontor_contracts.values import Value
from pydantic import JsonValue

from kontor_web.services import (
    Items,
    Json,
    ModelT,
    Options,
    Parameters,
    RefusedError,
    Seen,
    Services,
    seen,
    seen_json,
)
from kontor_web.settings import Service
from kontor_web.zones import Zones

COOKIE = "kontor-session"
UNAUTHORIZED = 401
#: An access token is not used in its last seconds: the request must still arrive.
SAFETY_SECONDS = 60
MOST_REMEMBERED = 10_000


class SignInNeededError(Exception):
    """Nobody is signed in, or not any more."""


class Grant(Value):
    """What a session gives: an access token, and whose it is."""

    access_token: str
    expires_in: int
    member: Member


class Opened(Grant):
    secret: str


@dataclass(frozen=True)
class Person:
    """The person signed in, as whom the services are asked."""

    member: Member
    services: Services
    token: str

    async def read(self, service: Service, path: str, model: type[ModelT]) -> Seen[ModelT]:
        return seen(await self._send("GET", service, path), model)

    async def read_json(self, service: Service, path: str) -> Seen[dict[str, JsonValue]]:
        return seen_json(await self._send("GET", service, path))

    async def ask(self, service: Service, path: str, model: type[ModelT], **params: str) -> ModelT:
        answer = await self._send("GET", service, path, params=params)
        return model.model_validate_json(answer.content)

    async def ask_by_post(
        self, service: Service, path: str, model: type[ModelT], body: Json, **params: str
    ) -> ModelT:
        """A question that is too long for an address; it changes nothing."""
        answer = await self._send("POST", service, path, params=params, json=body)
        return model.model_validate_json(answer.content)

    async def fetch(self, service: Service, path: str) -> httpx.Response:
        return await self._send("GET", service, path)

    async def list(
        self, service: Service, path: str, item: type[ModelT], **params: str
    ) -> Items[ModelT]:
        answer = await self._send("GET", service, path, params=params)
        page: type[Items[ModelT]] = Items[item]  # type: ignore[valid-type]  # made at run time
        return page.model_validate_json(answer.content)

    async def create(
        self, service: Service, path: str, body: Json, *, once: str = ""
    ) -> httpx.Response:
        """POST; `once` keeps a form that is sent twice from having its effect twice."""
        headers = {"Idempotency-Key": once} if once else {}
        return await self._send("POST", service, path, json=body, headers=headers)

    async def upload(self, service: Service, path: str, content: bytes) -> httpx.Response:
        """POST of a file as it is."""
        headers = self.authorization()
        return await self.services.send("POST", service, path, headers=headers, content=content)

    async def replace(
        self, service: Service, path: str, body: Json, *, version: int
    ) -> httpx.Response:
        headers = {"If-Match": f'"{version}"'}
        return await self._send("PUT", service, path, json=body, headers=headers)

    async def act(self, service: Service, path: str, body: Json, *, version: int) -> httpx.Response:
        """POST on the version that was seen."""
        headers = {"If-Match": f'"{version}"'}
        return await self._send("POST", service, path, json=body, headers=headers)

    async def remove(self, service: Service, path: str) -> None:
        await self._send("DELETE", service, path)

    def authorization(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def _send(  # noqa: PLR0913  # what a request is made of
        self,
        method: str,
        service: Service,
        path: str,
        *,
        params: Parameters | None = None,
        headers: Parameters | None = None,
        json: Json | None = None,
    ) -> httpx.Response:
        options: Options = {"headers": {**(headers or {}), **self.authorization()}}
        if params:
            options["params"] = {name: value for name, value in params.items() if value}
        if json is not None:
            options["json"] = json
        return await self.services.send(method, service, path, **options)


class Access:
    """Remembers access tokens while they last; what a session is, the customers service knows."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._grants: OrderedDict[str, tuple[float, Grant]] = OrderedDict()

    async def sign_in(self, email: str, password: str, device: str) -> str:
        """The secret of a new session."""
        body = {"email": email, "password": password, "device": device}
        answer = await self._services.send("POST", Service.CUSTOMERS, "/sessions", json=body)
        opened = Opened.model_validate_json(answer.content)
        self._remember(opened.secret, opened)
        return opened.secret

    async def sign_out(self, secret: str) -> None:
        self._grants.pop(secret, None)
        body = {"secret": secret}
        await self._services.send("POST", Service.CUSTOMERS, "/sessions/sign-out", json=body)

    async def person(self, secret: str) -> Person:
        """The person whose session it is; SignInNeededError once it has ended."""
        grant = self._known(secret) or await self._refresh(secret)
        return Person(grant.member, self._services, grant.access_token)

    def forget(self, secret: str) -> None:
        self._grants.pop(secret, None)

    def _known(self, secret: str) -> Grant | None:
        ends, grant = self._grants.get(secret, (0.0, None))
        return grant if time.monotonic() < ends else None

    async def _refresh(self, secret: str) -> Grant:
        body = {"secret": secret}
        path = "/sessions/refresh"
        try:
            answer = await self._services.send("POST", Service.CUSTOMERS, path, json=body)
        except RefusedError as refused:
            self.forget(secret)
            raise SignInNeededError from refused
        grant = Grant.model_validate_json(answer.content)
        self._remember(secret, grant)
        return grant

    def _remember(self, secret: str, grant: Grant) -> None:
        lasts = max(grant.expires_in - SAFETY_SECONDS, 0)
        self._grants[secret] = (time.monotonic() + lasts, grant)
        self._grants.move_to_end(secret)
        while len(self._grants) > MOST_REMEMBERED:
            self._grants.popitem(last=False)


async def signed_in(request: Request) -> Person:
    """A dependency: the person whose cookie came along."""
    secret = request.cookies.get(COOKIE, "")
    if not secret:
        raise SignInNeededError
    access: Access = request.app.state.access
    person = await access.person(secret)
    request.state.person = person
    zones: Zones = request.app.state.zones
    request.state.zone = await zones.read(person.authorization())
    return person


SignedIn = Annotated[Person, Depends(signed_in)]
