"""What members do about their own way in: passwords, and the second factor."""

from uuid import UUID

from kontor_chassis.clock import now
from kontor_contracts.errors import NotFoundError

from kontor_customers.model.letters import LinkNotValidError, Purpose
from kontor_customers.model.second_factor import (
    NoSecondFactorError,
    SecondFactor,
    WrongCodeError,
    new_recovery_codes,
    new_secret,
    recovery_marks,
    step_of,
    uri_of,
)
from kontor_customers.model.sessions import SessionEndedError, mark_of
from kontor_customers.model.team import (
    MemberSecrets,
    WrongPasswordError,
    after_wrong_password,
    refuse_before_wait_is_over,
)
from kontor_customers.passwords import fits, hashed
from kontor_customers.usecases.books import Books
from kontor_customers.usecases.sessions import ENDED

WRONG_NOW = "the present password is wrong"


async def set_by_link(books: Books, link: str, password: str) -> None:
    """The password that a mailed link lets a member choose, once; its sessions end."""
    fresh = await hashed(password)
    purposes = [Purpose.PASSWORD, Purpose.INVITATION]
    mark = await books.letters.use(mark_of(link), purposes, now())
    member = await books.team.get(mark.person_id) if mark else None
    if member is None or not member.active:
        raise LinkNotValidError("this link was used or has expired; ask for a new one")
    await books.team.set_password(member.id, fresh)


async def change_password(books: Books, secret: str, current: str, password: str) -> None:
    """A new password of the session's member; every other session of it ends."""
    found = await books.sessions.with_secret(mark_of(secret))
    if found is None or found[0].party_id or found[0].ends_at <= now():
        raise SessionEndedError(ENDED)
    session, _ = found
    await prove(books, session.member_id, current)
    fresh = await hashed(password)
    await books.team.set_password(session.member_id, fresh)
    await books.sessions.keep_password_mark(session.id, mark_of(fresh))


async def prove(books: Books, member_id: UUID, password: str) -> MemberSecrets:
    """The member's secrets, if it knows its password; wrong ones make the next try wait."""
    hidden = await books.team.secrets_of(member_id)
    if hidden is None:
        raise NotFoundError("there is no such team member")
    refuse_before_wait_is_over(hidden, now())
    if not await fits(password, hidden.password_hash):
        await books.team.keep_secrets(member_id, after_wrong_password(hidden, now()))
        raise WrongPasswordError(WRONG_NOW)
    return hidden


async def second_factor(books: Books, member_id: UUID) -> SecondFactor:
    hidden = await books.team.secrets_of(member_id)
    return hidden.second if hidden else SecondFactor()


async def begin_second_factor(books: Books, member_id: UUID, password: str) -> tuple[str, str]:
    """A new secret and what the QR code says; the old one holds until this is confirmed."""
    hidden = await prove(books, member_id, password)
    member = await books.team.get(member_id)
    secret = new_secret()
    pending = hidden.second.model_copy(update={"pending": secret})
    await books.team.set_second_factor(member_id, pending)
    return secret, uri_of(secret, member.email if member else "")


async def confirm_second_factor(books: Books, member_id: UUID, code: str) -> list[str]:
    """From now on the code is asked for; the recovery codes are told this once."""
    second = await second_factor(books, member_id)
    if not second.pending:
        raise NoSecondFactorError("ask for a new secret first")
    step = step_of(second.pending, code, now())
    if step is None:
        raise WrongCodeError("this code is not of the app that has read the new secret")
    codes = new_recovery_codes()
    on = SecondFactor(secret=second.pending, step=step, recovery=recovery_marks(codes))
    await books.team.set_second_factor(member_id, on)
    return codes


async def remove_second_factor(books: Books, member_id: UUID) -> None:
    """The password alone signs in again."""
    await books.team.set_second_factor(member_id, SecondFactor())
