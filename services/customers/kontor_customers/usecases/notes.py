"""Notes on parties: write, edit, read, find."""

from typing import NamedTuple
from uuid import UUID

from kontor_chassis.clock import now
from kontor_chassis.ids import new_id
from kontor_chassis.transaction import Once, Transaction
from kontor_contracts.errors import FieldError, InvalidInputError, NotFoundError

from kontor_customers.model.history import Author
from kontor_customers.model.notes import Note, NoteFields, edited, written
from kontor_customers.model.versions import require_version
from kontor_customers.usecases.books import Books, save_notes
from kontor_customers.usecases.parties import known_party


class NotePlace(NamedTuple):
    """A note, and the party that it has to be on."""

    party_id: UUID
    note_id: UUID


async def of_party(books: Books, party_id: UUID, typed: str) -> list[Note]:
    """The party's notes: pinned ones first, then the latest."""
    await known_party(books, party_id)
    return await books.notes.of(party_id, typed)


async def find(
    books: Books, typed: str, mentioned: UUID | None, *, before: UUID | None, limit: int
) -> list[Note]:
    """The latest notes on any party with the words typed, or meant for the member."""
    return await books.notes.find(typed, mentioned, before=before, limit=limit)


async def write(
    books: Books, party_id: UUID, fields: NoteFields, *, author: Author, once: Once | None = None
) -> Note:
    """A new note on the party."""

    async def work(tx: Transaction) -> Note:
        await known_party(books, party_id, tx)
        await _require_members(books, None, fields, tx)
        note = written(fields, note_id=new_id(), party_id=party_id, author=author, at=now())
        await save_notes(books, [(None, note)], author=author, tx=tx)
        return note

    return await books.transactions.run(work, once=once)


async def edit(
    books: Books, place: NotePlace, fields: NoteFields, *, seen: int | None, author: Author
) -> Note:
    """The note with new text, pinned or not; what it said before is kept."""

    async def work(tx: Transaction) -> Note:
        before = await books.notes.get(place.note_id, tx)
        if before is None or before.party_id != place.party_id:
            raise NotFoundError("the party has no such note")
        require_version(seen, before.version)
        await _require_members(books, before, fields, tx)
        after = edited(before, fields, author=author, at=now())
        if after is not before:
            await save_notes(books, [(before, after)], author=author, tx=tx)
        return after

    return await books.transactions.run(work)


async def _require_members(
    books: Books, before: Note | None, fields: NoteFields, tx: Transaction
) -> None:
    fresh = set(fields.mentions) - set(before.mentions if before else ())
    unknown = fresh - await books.team.active_among(fresh, tx) if fresh else fresh
    errors = [
        FieldError(f"mentions.{index}", "unknown-member", "is no active member of the team")
        for index, member in enumerate(fields.mentions)
        if member in unknown
    ]
    if errors:
        raise InvalidInputError("Some mentions are of nobody.", fields=errors)
