"""Signing in: from e-mail and password to an access token, and the key that signs it."""

from kontor_chassis.clock import now
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.signing_keys import SigningKeysPublished
from kontor_contracts.customers.team import Member

from kontor_customers.model.second_factor import (
    SecondFactorNeededError,
    WrongCodeError,
    recovery_mark,
    step_of,
)
from kontor_customers.model.team import (
    MemberSecrets,
    WrongPasswordError,
    after_right_password,
    after_wrong_password,
    refuse_before_wait_is_over,
)
from kontor_customers.passwords import fits
from kontor_customers.signing import Jwk, new_key, public_half, signed_token
from kontor_customers.usecases.books import Books

WRONG = "e-mail or password is wrong"


async def sign_in(books: Books, email: str, password: str, code: str = "") -> str:
    """An access token for the member."""
    member, _ = await authenticated(books, email, password, code)
    return signed_token(member, await ensure_signing_key(books), now())


async def authenticated(
    books: Books, email: str, password: str, code: str = ""
) -> tuple[Member, MemberSecrets]:
    """The active member whose these are; wrong ones in a row make the next try wait."""
    found = await books.team.with_email(email)
    if found is None:
        await fits(password, None)
        raise WrongPasswordError(WRONG)
    member, secrets = found
    refuse_before_wait_is_over(secrets, now())
    if not await fits(password, secrets.password_hash):
        await books.team.keep_secrets(member.id, after_wrong_password(secrets, now()))
        raise WrongPasswordError(WRONG)
    if not member.active:
        raise WrongPasswordError(WRONG)
    if secrets.second.is_on:
        await _pass_second_factor(books, member, secrets, code)
    if secrets.failures:
        await books.team.keep_secrets(member.id, after_right_password(secrets))
    return member, secrets


async def _pass_second_factor(
    books: Books, member: Member, secrets: MemberSecrets, code: str
) -> None:
    """A code of the app that was not used yet, or one for its loss; a wrong one is a wrong try."""
    if not code.strip():
        raise SecondFactorNeededError("enter the code that your app shows now")
    step = step_of(secrets.second.secret, code, now())
    if step is not None and await books.team.use_code(member.id, step):
        return
    if await books.team.use_recovery(member.id, recovery_mark(code)):
        return
    await books.team.keep_secrets(member.id, after_wrong_password(secrets, now()))
    raise WrongCodeError("this code is wrong or was used already")


async def ensure_signing_key(books: Books) -> Jwk:
    """The key that signs now; the first start makes it and publishes its public half."""
    if key := await books.signing_keys.current():
        return key

    async def work(tx: Transaction) -> Jwk:
        if key := await books.signing_keys.current(tx):
            return key
        fresh = new_key()
        published = SigningKeysPublished(version=1, keys=(public_half(fresh),))
        await books.signing_keys.save(published, fresh, tx)
        tx.publish(published)
        return fresh

    return await books.transactions.run(work)
