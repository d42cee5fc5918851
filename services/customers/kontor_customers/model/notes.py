"""Notes on a party: everyone who opens the record sees them, nobody loses what they said."""

from datetime import datetime
from typing import Annotated, ClassVar
from uuid import UUID

from kontor_contracts.customers.note import NoteWritten
from kontor_contracts.values import Value
from pydantic import Field

from kontor_customers.model.history import Author
from kontor_customers.model.search import folded, words_of
from kontor_customers.model.strict import Strict
from kontor_customers.model.text import paragraphs

MOST_EDITIONS = 50
MOST_WORDS = 400


class Edition(Value):
    """What a note said before an edit."""

    text: str
    author: str
    until: datetime


class Note(Value):
    id: UUID
    version: int
    party_id: UUID
    text: str
    #: Pinned notes stand first.
    pinned: bool = False
    #: Team members whom the note is meant for.
    mentions: tuple[UUID, ...] = ()
    author: str
    author_id: str
    written_at: datetime
    edited_at: datetime | None = None
    editions: tuple[Edition, ...] = ()


class NoteFields(Strict):
    read_only: ClassVar[frozenset[str]] = frozenset(
        {
            "id", "version", "party_id", "author", "author_id", "written_at", "edited_at",
            "editions",
        }
    )  # fmt: skip

    text: Annotated[str, paragraphs(4000, required=True)]
    pinned: bool = False
    mentions: Annotated[tuple[UUID, ...], Field(max_length=20)] = ()


def told(note: Note, *, at: datetime) -> NoteWritten:
    """The fact that a version of the note is: others learn that there is one, and no word of it."""
    return NoteWritten(
        note_id=note.id, party_id=note.party_id, version=note.version, pinned=note.pinned, at=at
    )


def written(
    fields: NoteFields, *, note_id: UUID, party_id: UUID, author: Author, at: datetime
) -> Note:
    """The first version of a note."""
    return Note(
        id=note_id,
        version=1,
        party_id=party_id,
        text=fields.text,
        pinned=fields.pinned,
        mentions=tuple(dict.fromkeys(fields.mentions)),
        author=author.name,
        author_id=author.subject,
        written_at=at,
    )


def edited(note: Note, fields: NoteFields, *, author: Author, at: datetime) -> Note:
    """The next version, the earlier text kept; `note` itself when the fields say nothing new."""
    update: dict[str, object] = {
        "text": fields.text,
        "pinned": fields.pinned,
        "mentions": tuple(dict.fromkeys(fields.mentions)),
    }
    after = note.model_copy(update=update)
    if after == note:
        return note
    if after.text != note.text:
        earlier = Edition(text=note.text, author=author.name, until=at)
        kept = (*note.editions, earlier)[-MOST_EDITIONS:]
        after = after.model_copy(update={"edited_at": at, "editions": kept})
    return after.model_copy(update={"version": note.version + 1})


def note_words(note: Note) -> list[str]:
    """The words by whose beginnings the note is found."""
    return sorted(set(words_of(folded(note.text))))[:MOST_WORDS]
