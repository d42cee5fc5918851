"""Sessions: open one with a password, have it give access tokens, list and end them."""

import secrets
from dataclasses import dataclass
from uuid import UUID

from kontor_chassis.clock import now
from kontor_chassis.ids import new_id
from kontor_contracts.customers.team import Member
from kontor_contracts.errors import NotFoundError

from kontor_customers.model import sessions as model
from kontor_customers.model.sessions import Session, SessionEndedError, SessionSecrets, mark_of
from kontor_customers.signing import signed_token
from kontor_customers.usecases.books import Books
from kontor_customers.usecases.sign_in import authenticated, ensure_signing_key

SECRET_BYTES = 32
ENDED = "this session has ended; sign in again"


@dataclass(frozen=True)
class Grant:
    """An access token, and whose it is."""

    member: Member
    access_token: str


@dataclass(frozen=True)
class Opened:
    """A new session, the secret that only its browser knows, and what it gives at first."""

    session: Session
    secret: str
    grant: Grant


async def open_session(
    books: Books, email: str, password: str, device: str, code: str = ""
) -> Opened:
    """A session of the member whose e-mail and password these are."""
    member, hidden = await authenticated(books, email, password, code)
    session = model.opened(new_id(), member.id, device, now())
    secret = secrets.token_urlsafe(SECRET_BYTES)
    marks = SessionSecrets(secret_mark=mark_of(secret), password_mark=mark_of(hidden.password_hash))
    await books.sessions.open(session, marks)
    return Opened(session, secret, await _granted(books, member))


async def refresh(books: Books, secret: str) -> Grant:
    """A fresh access token; SessionEndedError when the session is over for whatever reason."""
    session, member = await _going_on(books, secret)
    if not await books.sessions.note_use(model.used(session, now())):
        raise SessionEndedError(ENDED)
    return await _granted(books, member)


async def check(books: Books, secret: str) -> None:
    """SessionEndedError when the session is over: no use is noted, no token made."""
    await _going_on(books, secret)


async def _going_on(books: Books, secret: str) -> tuple[Session, Member]:
    found = await books.sessions.with_secret(mark_of(secret))
    if found is None:
        raise SessionEndedError(ENDED)
    session, marks = found
    member = await books.team.get(session.member_id)
    hidden = await books.team.secrets_of(session.member_id)
    if member is None or hidden is None or not member.active or session.ends_at <= now():
        raise SessionEndedError(ENDED)
    if mark_of(hidden.password_hash) != marks.password_mark:
        raise SessionEndedError(ENDED)
    return session, member


async def _granted(books: Books, member: Member) -> Grant:
    return Grant(member, signed_token(member, await ensure_signing_key(books), now()))


async def listed(books: Books, member_id: UUID) -> list[Session]:
    """The member's sessions that go on, the latest first."""
    return [one for one in await books.sessions.of(member_id) if one.ends_at > now()]


async def end(books: Books, member_id: UUID, session_id: UUID) -> None:
    """End one of the member's sessions: it gives no more access tokens."""
    if not await books.sessions.end(member_id, session_id):
        raise NotFoundError("no such session; it may have ended")


async def sign_out(books: Books, secret: str) -> None:
    """End the session of the secret; again it changes nothing."""
    await books.sessions.end_with_secret(mark_of(secret))
