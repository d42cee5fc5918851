"""Who is signed in: from the secret in the cookie to a person with an access token."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from kontor_contracts.customers.team import Member

from kontor_web.grants import Grants, Token
from kontor_web.services import Services
from kontor_web.speaking import Voice
from kontor_web.zones import Zones

COOKIE = "kontor-session"


class SignInNeededError(Exception):
    """Nobody is signed in, or not any more."""


class Grant(Token):
    """What a session gives: an access token, and whose it is."""

    member: Member


@dataclass(frozen=True)
class Person(Voice):
    """A member of the team."""

    member: Member


class Access:
    """From a session's secret to the person whose it is."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._grants = Grants(services, Grant, "/sessions")

    async def sign_in(self, email: str, password: str, device: str, code: str = "") -> str:
        """The secret of a new session."""
        body = {"email": email, "password": password, "device": device, "code": code}
        return (await self._grants.open("/sessions", body)).secret

    async def sign_out(self, secret: str) -> None:
        await self._grants.end(secret)

    async def person(self, secret: str) -> Person:
        """The person whose session it is; SignInNeededError once it has ended."""
        grant = await self._grants.of(secret)
        if grant is None:
            raise SignInNeededError
        return Person(self._services, grant.access_token, grant.member)

    def forget(self, secret: str) -> None:
        self._grants.forget(secret)


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
