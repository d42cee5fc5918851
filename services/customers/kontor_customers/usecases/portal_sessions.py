"""Sessions of contacts: by a mailed link or a password, bound to one party and its rights."""

import secrets
from dataclasses import dataclass
from uuid import UUID

from kontor_chassis.clock import now
from kontor_chassis.ids import new_id
from kontor_contracts.customers.party import Contact, Party

from kontor_customers.model import sessions as model
from kontor_customers.model.letters import LinkNotValidError, Purpose
from kontor_customers.model.portal import (
    PortalContact,
    may_sign_in,
    portal_contact,
    signing_in_with,
)
from kontor_customers.model.sessions import Session, SessionEndedError, SessionSecrets, mark_of
from kontor_customers.model.team import (
    MemberSecrets,
    WrongPasswordError,
    after_right_password,
    after_wrong_password,
    refuse_before_wait_is_over,
)
from kontor_customers.passwords import fits, hashed
from kontor_customers.signing import contact_token
from kontor_customers.usecases.books import Books
from kontor_customers.usecases.sessions import ENDED, SECRET_BYTES
from kontor_customers.usecases.sign_in import WRONG, ensure_signing_key

NO_PASSWORD = mark_of("")


@dataclass(frozen=True)
class PortalGrant:
    """An access token, and whose it is."""

    contact: PortalContact
    access_token: str


@dataclass(frozen=True)
class OpenedPortal:
    session: Session
    secret: str
    grant: PortalGrant


async def open_by_link(books: Books, link: str, device: str) -> OpenedPortal:
    """A session of the contact that the link was mailed to; the second time none."""
    mark = await books.letters.use(mark_of(link), [Purpose.PORTAL], now())
    found = await _contact(books, mark.party_id, mark.person_id) if mark else None
    if found is None:
        raise LinkNotValidError("this link was used or has expired; ask for a new one")
    return await _opened(books, *found, device, by_link=True)


async def open_by_password(books: Books, email: str, password: str, device: str) -> OpenedPortal:
    """A session of the contact whose these are; wrong ones in a row make the next try wait."""
    found = signing_in_with(email, await books.parties.with_contact_at(email))
    tried = False
    for party, contact in found:
        hidden = await books.portal_accounts.secrets_of(contact.id, contact.email)
        if hidden:
            tried = True
            if await _is_right(books, contact, hidden, password):
                return await _opened(books, party, contact, device, by_link=False)
    if not tried:
        await fits(password, None)
    raise WrongPasswordError(WRONG)


async def _is_right(books: Books, contact: Contact, hidden: MemberSecrets, password: str) -> bool:
    refuse_before_wait_is_over(hidden, now())
    right = await fits(password, hidden.password_hash)
    if right and not hidden.failures:
        return True
    after = after_right_password(hidden) if right else after_wrong_password(hidden, now())
    await books.portal_accounts.keep_secrets(contact.id, contact.email, after)
    return right


async def refresh(books: Books, secret: str) -> PortalGrant:
    """A fresh token with the rights of now; SessionEndedError when the session is over."""
    session, party, contact = await _going_on(books, secret)
    if not await books.sessions.note_use(model.used(session, now())):
        raise SessionEndedError(ENDED)
    return await _granted(books, party, contact)


async def check(books: Books, secret: str) -> None:
    """SessionEndedError when the session is over: no use is noted, no token made."""
    await _going_on(books, secret)


async def set_password(books: Books, secret: str, current: str, password: str) -> None:
    """A new password; whoever came by a link need not know the old one. Other sessions end."""
    session, _, contact = await _going_on(books, secret)
    hidden = await books.portal_accounts.secrets_of(contact.id, contact.email)
    if hidden and not session.by_link and not await _is_right(books, contact, hidden, current):
        raise WrongPasswordError("the present password is wrong")
    fresh = MemberSecrets(password_hash=await hashed(password))
    await books.portal_accounts.keep_secrets(contact.id, contact.email, fresh)
    await books.sessions.keep_password_mark(session.id, mark_of(fresh.password_hash))


async def _going_on(books: Books, secret: str) -> tuple[Session, Party, Contact]:
    kept = await books.sessions.with_secret(mark_of(secret))
    found = await _contact(books, kept[0].party_id, kept[0].member_id) if kept else None
    if kept is None or found is None:
        raise SessionEndedError(ENDED)
    session, marks = kept
    if marks.password_mark != await _password_mark(books, found[1]) or session.ends_at <= now():
        raise SessionEndedError(ENDED)
    return session, *found


async def _contact(
    books: Books, party_id: UUID | None, contact_id: UUID
) -> tuple[Party, Contact] | None:
    """The contact as it is now, if it may sign in."""
    party = await books.parties.get(party_id) if party_id else None
    for contact in party.contacts if party else ():
        if party and contact.id == contact_id and may_sign_in(contact):
            return party, contact
    return None


async def _password_mark(books: Books, contact: Contact) -> str:
    hidden = await books.portal_accounts.secrets_of(contact.id, contact.email)
    return mark_of(hidden.password_hash) if hidden else NO_PASSWORD


async def _opened(
    books: Books, party: Party, contact: Contact, device: str, *, by_link: bool
) -> OpenedPortal:
    begun = model.opened(new_id(), contact.id, device, now())
    session = begun.model_copy(update={"party_id": party.id, "by_link": by_link})
    secret = secrets.token_urlsafe(SECRET_BYTES)
    password_mark = await _password_mark(books, contact)
    marks = SessionSecrets(secret_mark=mark_of(secret), password_mark=password_mark)
    await books.sessions.open(session, marks)
    return OpenedPortal(session, secret, await _granted(books, party, contact))


async def _granted(books: Books, party: Party, contact: Contact) -> PortalGrant:
    who = portal_contact(party, contact)
    return PortalGrant(who, contact_token(who, await ensure_signing_key(books), now()))
