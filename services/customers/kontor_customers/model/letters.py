"""Mails that let somebody in: a link, used once and before it expires."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from kontor_contracts.errors import NotSignedInError
from kontor_contracts.values import Language, Value


class Purpose(StrEnum):
    #: A contact signs in to the portal.
    PORTAL = "portal"
    #: A member of the team sets a password: the first one, or one in place of a forgotten one.
    PASSWORD = "password"  # noqa: S105  # the name of a purpose
    #: The same for somebody who has been invited, with more patience.
    INVITATION = "invitation"


LIFETIMES = {
    Purpose.PORTAL: timedelta(minutes=30),
    Purpose.PASSWORD: timedelta(minutes=30),
    Purpose.INVITATION: timedelta(days=3),
}
#: So many links are mailed to one address in one window; more requests change nothing.
MOST_IN_WINDOW = 3
WINDOW = timedelta(minutes=15)
LONGEST_PAUSE = timedelta(minutes=5)


class LinkNotValidError(NotSignedInError):
    """The link was used, has expired, or never was one."""


class Mark(Value):
    """Recognises a link's secret without telling it; `party_id` is a contact's."""

    mark: str
    person_id: UUID
    party_id: UUID | None = None


class Letter(Value):
    """A request for a link. Whose it is, is found when it is sent: the request tells nothing."""

    id: UUID
    purpose: Purpose
    email: str
    requested_at: datetime
    expires_at: datetime
    attempts: int = 0


class Reader(Value):
    """Somebody whom a letter lets in: the name it greets, and the party that it is for."""

    id: UUID
    name: str
    language: Language
    party_id: UUID | None = None
    party_name: str = ""


def requested(letter_id: UUID, purpose: Purpose, email: str, now: datetime) -> Letter:
    """A request that begins now."""
    return Letter(
        id=letter_id,
        purpose=purpose,
        email=email.strip(),
        requested_at=now,
        expires_at=now + LIFETIMES[purpose],
    )


def window_of(now: datetime) -> int:
    """The number of the window that the moment lies in."""
    return int(now.timestamp() // WINDOW.total_seconds())


def next_try(letter: Letter, now: datetime) -> datetime | None:
    """When a letter that could not be sent is tried again; None when its link would be over."""
    pause = min(timedelta(seconds=2 ** min(letter.attempts, 10)), LONGEST_PAUSE)
    return now + pause if now + pause < letter.expires_at else None


def marks_of(readers: Sequence[Reader], marks: Sequence[str]) -> list[Mark]:
    """One mark a reader, in order."""
    return [
        Mark(mark=mark, person_id=reader.id, party_id=reader.party_id)
        for reader, mark in zip(readers, marks, strict=True)
    ]
