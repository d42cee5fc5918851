"""Mailed links: asked for without being told whose the address is, made and mailed later."""

import asyncio
import secrets
from functools import partial

from kontor_chassis.clock import now
from kontor_chassis.ids import new_id
from kontor_chassis.logs import log
from kontor_chassis.worker import work_loop
from kontor_contracts.values import Language

from kontor_customers.gateways.mail import MailDoor, NotSentError
from kontor_customers.model.letter_text import Link, subject_and_text
from kontor_customers.model.letters import (
    MOST_IN_WINDOW,
    Letter,
    Purpose,
    Reader,
    marks_of,
    next_try,
    requested,
    window_of,
)
from kontor_customers.model.portal import signing_in_with
from kontor_customers.model.sessions import mark_of
from kontor_customers.usecases.books import Books

SECRET_BYTES = 32
PATHS = {
    Purpose.PORTAL: "portal/enter",
    Purpose.PASSWORD: "password",
    Purpose.INVITATION: "password",
}


async def ask(books: Books, purpose: Purpose, email: str) -> None:
    """Note that a link is wanted; the same for every address, known or not."""
    moment = now()
    mark = mark_of(f"{purpose}/{email.strip().casefold()}")
    if await books.letters.count(mark, window_of(moment), moment) <= MOST_IN_WINDOW:
        await books.letters.add(requested(new_id(), purpose, email, moment))


async def run(books: Books, door: MailDoor, stopping: asyncio.Event) -> None:
    """Mail what was asked for until told to stop."""
    await work_loop(partial(step, books, door), stopping=stopping)


async def step(books: Books, door: MailDoor) -> bool:
    """Whether there was a letter to send."""
    letter = await books.letters.claim()
    if letter is None:
        return False
    readers = await _readers(books, letter)
    if readers:
        await _mail(books, door, letter, readers)
    else:
        await books.letters.remove(letter.id)
    return True


async def _readers(books: Books, letter: Letter) -> list[Reader]:
    """Whom the address lets in."""
    if letter.purpose is not Purpose.PORTAL:
        return await _members(books, letter.email)
    parties = await books.parties.with_contact_at(letter.email)
    return [
        Reader(
            id=contact.id,
            name=contact.name,
            language=contact.language or party.language,
            party_id=party.id,
            party_name=party.name,
        )
        for party, contact in signing_in_with(letter.email, parties)
    ]


async def _members(books: Books, email: str) -> list[Reader]:
    found = await books.team.with_email(email)
    if found is None or not found[0].active:
        return []
    member, ours = found[0], await books.organisations.ours()
    language = member.language or (ours.language if ours else Language.GERMAN)
    return [Reader(id=member.id, name=member.name, language=language)]


async def _mail(books: Books, door: MailDoor, letter: Letter, readers: list[Reader]) -> None:
    """The links are known before the mail leaves; each try makes new ones."""
    hidden = [secrets.token_urlsafe(SECRET_BYTES) for _ in readers]
    marks = marks_of(readers, [mark_of(one) for one in hidden])
    if not await books.letters.keep_marks(letter.id, marks):
        return
    base = f"{door.pages_url}/{PATHS[letter.purpose]}?link="
    links = [Link(reader, base + one) for reader, one in zip(readers, hidden, strict=True)]
    try:
        await _send(books, door, letter, links)
    except NotSentError as error:
        await _try_later(books, letter, str(error))
    else:
        await books.letters.sent(letter.id)


async def _send(books: Books, door: MailDoor, letter: Letter, links: list[Link]) -> None:
    ours = await books.organisations.ours()
    sender = door.sender(ours.name if ours else "", ours.email if ours else "")
    if sender is None:
        raise NotSentError("the own organisation has no e-mail address to send from")
    words = subject_and_text(letter.purpose, links)
    await door.send(f"{letter.id}.{letter.attempts}", sender=sender, to=letter.email, words=words)


async def _try_later(books: Books, letter: Letter, reason: str) -> None:
    later = next_try(letter, now())
    log.warning("letter-not-sent", letter=str(letter.id), reason=reason, again=bool(later))
    if later:
        await books.letters.postpone(letter.id, later, reason)
    else:
        await books.letters.remove(letter.id)
