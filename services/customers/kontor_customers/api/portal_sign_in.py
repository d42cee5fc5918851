"""Routes by which contacts sign in: mailed links, passwords, sessions."""

from typing import Annotated

from fastapi import APIRouter
from kontor_contracts.values import Value
from pydantic import Field

from kontor_customers.api.sessions import SessionSecret
from kontor_customers.api.sign_in import AccessToken, Credentials
from kontor_customers.model.letters import Purpose
from kontor_customers.model.portal import PortalContact
from kontor_customers.model.team import Password
from kontor_customers.usecases import portal_sessions, post
from kontor_customers.usecases.books import Books
from kontor_customers.usecases.portal_sessions import OpenedPortal

Device = Annotated[str, Field(max_length=300)]


class WantedLink(Value):
    email: Annotated[str, Field(min_length=3, max_length=254)]


class UsedLink(Value):
    link: Annotated[str, Field(max_length=200, repr=False)]
    device: Device = ""


class PortalCredentials(Credentials):
    device: Device = ""


class PortalSession(AccessToken):
    contact: PortalContact


class OpenedPortalSession(PortalSession):
    """`secret` is told this once; it is kept where no script reads it."""

    secret: str


class NewPassword(SessionSecret):
    """`current` need not be known to whoever came by a link."""

    current: Annotated[str, Field(max_length=200, repr=False)] = ""
    password: Annotated[Password, Field(repr=False)]


def router(books: Books) -> APIRouter:
    routes = APIRouter(prefix="/portal", tags=["portal"])

    @routes.post("/links", status_code=202)
    async def mail_link(wanted: WantedLink) -> None:
        """Mail a link if a contact has the address; the answer is the same if none has."""
        await post.ask(books, Purpose.PORTAL, wanted.email)

    @routes.post("/sessions/by-link", status_code=201)
    async def open_by_link(used: UsedLink) -> OpenedPortalSession:
        """Sign in by a mailed link: 401 when it was used or has expired."""
        return _told(await portal_sessions.open_by_link(books, used.link, used.device))

    @routes.post("/sessions", status_code=201)
    async def open_by_password(fields: PortalCredentials) -> OpenedPortalSession:
        """Sign in by password: 401 for a wrong one, 429 after several."""
        return _told(
            await portal_sessions.open_by_password(
                books, fields.email, fields.password, fields.device
            )
        )

    @routes.post("/sessions/refresh")
    async def refresh_portal_session(kept: SessionSecret) -> PortalSession:
        """A fresh access token with the rights of now; 401 once the session has ended."""
        grant = await portal_sessions.refresh(books, kept.secret)
        return PortalSession(access_token=grant.access_token, contact=grant.contact)

    @routes.post("/sessions/check", status_code=204)
    async def check_portal_session(kept: SessionSecret) -> None:
        """204 while the session goes on, for whoever keeps its token; 401 once it has ended."""
        await portal_sessions.check(books, kept.secret)

    @routes.post("/sessions/password", status_code=204)
    async def choose_password(chosen: NewPassword) -> None:
        """Choose a password; every other session of the contact ends."""
        await portal_sessions.set_password(books, chosen.secret, chosen.current, chosen.password)

    return routes


def _told(opened: OpenedPortal) -> OpenedPortalSession:
    return OpenedPortalSession(
        secret=opened.secret,
        access_token=opened.grant.access_token,
        contact=opened.grant.contact,
    )
