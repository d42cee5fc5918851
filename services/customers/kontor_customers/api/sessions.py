"""Routes of sessions: what a browser keeps instead of a password."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from kontor_chassis.http import Caller, Page
from kontor_contracts.customers.team import Member
from kontor_contracts.errors import NotFoundError
from kontor_contracts.values import Value
from pydantic import Field

from kontor_customers.api.callers import Reader
from kontor_customers.api.sign_in import AccessToken, MemberCredentials
from kontor_customers.model.sessions import Session
from kontor_customers.usecases import sessions
from kontor_customers.usecases.books import Books


class NewSession(MemberCredentials):
    device: Annotated[str, Field(max_length=300)] = ""


class RefreshedSession(AccessToken):
    member: Member


class OpenedSession(RefreshedSession):
    """`secret` is told this once; it is kept where no script reads it."""

    id: UUID
    secret: str


class SessionSecret(Value):
    secret: Annotated[str, Field(max_length=200, repr=False)]


def router(books: Books) -> APIRouter:
    routes = APIRouter(tags=["sign-in"])

    @routes.post("/sessions", status_code=201)
    async def open_session(fields: NewSession) -> OpenedSession:
        """Sign in for hours: 401 for a wrong password, 429 after several."""
        opened = await sessions.open_session(
            books, fields.email, fields.password, fields.device, fields.code
        )
        return OpenedSession(
            id=opened.session.id,
            secret=opened.secret,
            access_token=opened.grant.access_token,
            member=opened.grant.member,
        )

    @routes.post("/sessions/refresh")
    async def refresh_session(kept: SessionSecret) -> RefreshedSession:
        """A fresh access token, and whose it is; 401 once the session has ended."""
        grant = await sessions.refresh(books, kept.secret)
        return RefreshedSession(access_token=grant.access_token, member=grant.member)

    @routes.post("/sessions/check", status_code=204)
    async def check_session(kept: SessionSecret) -> None:
        """204 while the session goes on, for whoever keeps its token; 401 once it has ended."""
        await sessions.check(books, kept.secret)

    @routes.post("/sessions/sign-out", status_code=204)
    async def sign_out(kept: SessionSecret) -> None:
        """End the session; again it changes nothing."""
        await sessions.sign_out(books, kept.secret)

    @routes.get("/sessions")
    async def list_sessions(caller: Reader) -> Page[Session]:
        """Where the caller is signed in, the latest first."""
        return Page(items=await sessions.listed(books, member_of(caller)))

    @routes.delete("/sessions/{session_id}", status_code=204)
    async def end_session(session_id: UUID, caller: Reader) -> None:
        """End one of the caller's sessions: pages end at once, tokens within minutes."""
        await sessions.end(books, member_of(caller), session_id)

    return routes


def member_of(caller: Caller) -> UUID:
    """The caller's id as a team member."""
    try:
        return UUID(caller.subject)
    except ValueError as error:
        raise NotFoundError("only team members have sessions") from error
