"""Sessions of members and contacts in browsers: how long one lasts, and what ends it."""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

from kontor_contracts.errors import NotSignedInError
from kontor_contracts.values import Value

#: Unused for so long, a session ends; and by then at the latest.
IDLE = timedelta(hours=12)
LONGEST = timedelta(days=30)


class SessionEndedError(NotSignedInError):
    """The session was signed out, revoked, unused for too long, or its password was changed."""


class Session(Value):
    """A browser in which a member, or a contact of a party, is signed in."""

    id: UUID
    member_id: UUID
    #: A contact's: `member_id` is the contact then.
    party_id: UUID | None = None
    #: Opened by a mailed link, which proves the address.
    by_link: bool = False
    #: What the browser calls itself.
    device: str = ""
    opened_at: datetime
    used_at: datetime
    ends_at: datetime


class SessionSecrets(Value):
    """Marks of the secret that the browser keeps, and of the password it was opened with."""

    secret_mark: str
    password_mark: str


def opened(session_id: UUID, member_id: UUID, device: str, now: datetime) -> Session:
    """A session that begins now."""
    return Session(
        id=session_id,
        member_id=member_id,
        device=device,
        opened_at=now,
        used_at=now,
        ends_at=now + IDLE,
    )


def used(session: Session, now: datetime) -> Session:
    """The session with a longer life; SessionEndedError when it is over."""
    if now >= session.ends_at:
        raise SessionEndedError("this session has ended; sign in again")
    ends_at = min(now + IDLE, session.opened_at + LONGEST)
    return session.model_copy(update={"used_at": now, "ends_at": ends_at})


def mark_of(secret: str) -> str:
    """Recognises a secret that is long and random, or a hash, without telling it."""
    return hashlib.sha256(secret.encode()).hexdigest()
