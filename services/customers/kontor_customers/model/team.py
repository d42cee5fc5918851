"""Team members: roles, and how long a wrong password makes them wait."""

from datetime import datetime, timedelta
from typing import Annotated, ClassVar

from kontor_contracts.customers.team import (
    Member,
    TeamMemberChanged,
    TeamMemberEvent,
    TeamMemberJoined,
    TeamMemberLeft,
    TeamRole,
)
from kontor_contracts.errors import DomainError, NotSignedInError
from kontor_contracts.values import Language, Value
from pydantic import AfterValidator, Field

from kontor_customers.model.second_factor import SecondFactor
from kontor_customers.model.strict import Strict
from kontor_customers.model.text import Email, Name

FREE_TRIES = 3
LONGEST_WAIT = timedelta(seconds=60)


class WrongPasswordError(NotSignedInError):
    """E-mail and password belong to no active team member."""


class TooManyAttemptsError(DomainError):
    """Wrong passwords came one after the other; the next try has to wait."""

    status = 429


class EmailTakenError(DomainError):
    """Another team member signs in with this e-mail address."""


class MemberSecrets(Value):
    """What only the sign-in reads: the password's hash and the count of wrong ones in a row."""

    password_hash: str
    failures: int = 0
    wait_until: datetime | None = None
    second: SecondFactor = SecondFactor()


Password = Annotated[str, Field(min_length=12, max_length=200)]
Roles = Annotated[
    tuple[TeamRole, ...],
    Field(min_length=1),
    AfterValidator(lambda roles: tuple(sorted(set(roles)))),
]


class MemberFields(Strict):
    """What an admin writes about a member.

    Without a password a new member is invited by mail to choose one; another keeps its own.
    """

    read_only: ClassVar[frozenset[str]] = frozenset({"id", "version"})

    name: Name
    email: Annotated[Email, Field(min_length=3)]
    roles: Roles
    active: bool = True
    language: Language | None = None
    password: Password | None = None


class MemberLine(Member):
    """A member as the list shows it."""

    #: Signing in asks for a code too.
    second_factor: bool = False


def event_of(before: Member | None, after: Member) -> TeamMemberEvent:
    """The fact that a step from `before` to `after` is."""
    if before is None:
        return TeamMemberJoined(member=after)
    has_left = before.active and not after.active
    return (TeamMemberLeft if has_left else TeamMemberChanged)(member=after)


def after_wrong_password(secrets: MemberSecrets, now: datetime) -> MemberSecrets:
    """From the third wrong password in a row each doubles the wait, up to a minute."""
    failures = secrets.failures + 1
    beyond = failures - FREE_TRIES
    wait = min(timedelta(seconds=2 ** min(beyond, 10)), LONGEST_WAIT) if beyond >= 0 else None
    return secrets.model_copy(
        update={"failures": failures, "wait_until": now + wait if wait else None}
    )


def after_right_password(secrets: MemberSecrets) -> MemberSecrets:
    """Wrong passwords are forgiven."""
    return secrets.model_copy(update={"failures": 0, "wait_until": None})


def refuse_before_wait_is_over(secrets: MemberSecrets, now: datetime) -> None:
    """TooManyAttemptsError while the wait lasts, also for the right password."""
    if secrets.wait_until and now < secrets.wait_until:
        seconds = int((secrets.wait_until - now).total_seconds()) + 1
        raise TooManyAttemptsError(f"Too many wrong passwords. Try again in {seconds} seconds.")
