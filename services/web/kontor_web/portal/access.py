"""Which contact is signed in to the portal, and what it has the right to."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from kontor_contracts.customers.party import PortalRight
from kontor_contracts.values import Language, Value

from kontor_web.grants import Grants, Token
from kontor_web.services import Json, Problem, RefusedError, Services
from kontor_web.settings import Service
from kontor_web.speaking import Voice

COOKIE = "kontor-portal"
FORBIDDEN = 403


class PortalSignInNeededError(Exception):
    """No contact is signed in, or not any more."""


class Contact(Value):
    """The contact signed in, and its party."""

    id: UUID
    party_id: UUID
    party_name: str
    party_number: str
    name: str
    email: str
    phones: tuple[str, ...] = ()
    language: Language
    rights: frozenset[PortalRight]


class Grant(Token):
    contact: Contact


@dataclass(frozen=True)
class Guest(Voice):
    """A contact signed in, as whom the services are asked."""

    contact: Contact

    def may(self, right: PortalRight) -> bool:
        return right in self.contact.rights


class PortalAccess:
    """From a session's secret to the contact whose it is."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._grants = Grants(services, Grant, "/portal/sessions")

    async def open(self, path: str, body: Json) -> Grant:
        """A new session, by what the path asks for."""
        return await self._grants.open(path, body)

    async def ask_for_link(self, email: str) -> None:
        body = {"email": email}
        await self._services.send("POST", Service.CUSTOMERS, "/portal/links", json=body)

    async def choose_password(self, secret: str, current: str, password: str) -> None:
        body = {"secret": secret, "current": current, "password": password}
        path = "/portal/sessions/password"
        await self._services.send("POST", Service.CUSTOMERS, path, json=body)

    async def sign_out(self, secret: str) -> None:
        await self._grants.end(secret)

    async def guest(self, secret: str) -> Guest:
        """The contact whose session it is; PortalSignInNeededError once it has ended."""
        grant = await self._grants.of(secret)
        if grant is None:
            raise PortalSignInNeededError
        return Guest(self._services, grant.access_token, grant.contact)

    def forget(self, secret: str) -> None:
        self._grants.forget(secret)


async def signed_in(request: Request) -> Guest:
    """A dependency: the contact whose cookie came along."""
    secret = request.cookies.get(COOKIE, "")
    if not secret:
        raise PortalSignInNeededError
    access: PortalAccess = request.app.state.portal_access
    guest = await access.guest(secret)
    request.state.guest = guest
    request.state.zone = request.app.state.zones.last_known
    return guest


SignedInGuest = Annotated[Guest, Depends(signed_in)]


def _with_right(right: PortalRight) -> Callable[[Guest], Awaitable[Guest]]:
    """The services refuse by themselves; here a page is refused before it asks them anything."""

    async def guest(guest: SignedInGuest) -> Guest:
        if not guest.may(right):
            raise RefusedError(Problem(status=FORBIDDEN))
        return guest

    return guest


InvoiceGuest = Annotated[Guest, Depends(_with_right(PortalRight.INVOICES))]
ServiceGuest = Annotated[Guest, Depends(_with_right(PortalRight.SERVICES))]
TicketGuest = Annotated[Guest, Depends(_with_right(PortalRight.TICKETS))]
ManagingGuest = Annotated[Guest, Depends(_with_right(PortalRight.MANAGE_CONTACTS))]
