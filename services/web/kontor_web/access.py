"""Who is signed in: from the secret in the cookie to a person with an access token."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from kontor_contracts.customers.team import Member

from kontor_web.grants import Grants, Token, goes_on
from kontor_web.services import RefusedError, Services
from kontor_web.settings import Service
from kontor_web.speaking import Voice
from kontor_web.zones import Zones

COOKIE = "kontor-session"


class SignInNeededError(Exception):
    """Nobody is signed in, or not any more."""


class Grant(Token):
    """What a session gives: an access token, and whose it is."""

    member: Member


class Opened(Grant):
    secret: str


@dataclass(frozen=True)
class Person(Voice):
    """A member of the team."""

    member: Member


class Access:
    """Remembers access tokens while they last; what a session is, the customers service knows."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._grants = Grants[Grant]()

    async def sign_in(self, email: str, password: str, device: str, code: str = "") -> str:
        """The secret of a new session."""
        body = {"email": email, "password": password, "device": device, "code": code}
        answer = await self._services.send("POST", Service.CUSTOMERS, "/sessions", json=body)
        opened = Opened.model_validate_json(answer.content)
        self._grants.remember(opened.secret, opened)
        return opened.secret

    async def sign_out(self, secret: str) -> None:
        self._grants.forget(secret)
        body = {"secret": secret}
        await self._services.send("POST", Service.CUSTOMERS, "/sessions/sign-out", json=body)

    async def person(self, secret: str) -> Person:
        """The person whose session it is; SignInNeededError once it has ended."""
        grant = self._grants.known(secret)
        if grant is None or not await goes_on(self._services, "/sessions/check", secret):
            grant = await self._refresh(secret)
        return Person(self._services, grant.access_token, grant.member)

    def forget(self, secret: str) -> None:
        self._grants.forget(secret)

    async def _refresh(self, secret: str) -> Grant:
        body = {"secret": secret}
        path = "/sessions/refresh"
        try:
            answer = await self._services.send("POST", Service.CUSTOMERS, path, json=body)
        except RefusedError as refused:
            self.forget(secret)
            raise SignInNeededError from refused
        grant = Grant.model_validate_json(answer.content)
        self._grants.remember(secret, grant)
        return grant


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
