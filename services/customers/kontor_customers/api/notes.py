"""Routes of notes."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from kontor_chassis.http import Page, etag, once
from kontor_chassis.http.paging import next_cursor, read_id_cursor
from kontor_chassis.transaction import Once

from kontor_customers.api.callers import Editor, Reader, SeenVersion, author_of
from kontor_customers.api.finding import Cursor, Limit
from kontor_customers.model.notes import Note, NoteFields
from kontor_customers.usecases import notes
from kontor_customers.usecases.books import Books
from kontor_customers.usecases.notes import NotePlace

OnceNote = Annotated[Once | None, Depends(once(Note))]
Words = Annotated[str, Query(max_length=200)]


def place_of(party_id: UUID, note_id: UUID) -> NotePlace:
    return NotePlace(party_id, note_id)


def router(books: Books) -> APIRouter:
    routes = APIRouter(tags=["notes"])
    _add_reading(routes, books)
    _add_writing(routes, books)
    return routes


def _add_reading(routes: APIRouter, books: Books) -> None:
    @routes.get("/notes")
    async def find_notes(
        _caller: Reader,
        q: Words = "",
        mentioned: UUID | None = None,
        limit: Limit = 50,
        cursor: Cursor = "",
    ) -> Page[Note]:
        """The latest notes on any party, with these words or meant for this team member."""
        before = read_id_cursor(cursor)
        found = await notes.find(books, q, mentioned, before=before, limit=limit)
        return Page(items=found, next_cursor=next_cursor(found, limit, lambda one: one.id))

    @routes.get("/parties/{party_id}/notes")
    async def list_notes(party_id: UUID, _caller: Reader, q: Words = "") -> Page[Note]:
        """The party's notes: pinned ones first, then the latest."""
        return Page(items=await notes.of_party(books, party_id, q))


def _add_writing(routes: APIRouter, books: Books) -> None:
    @routes.post("/parties/{party_id}/notes", status_code=201)
    async def write_note(
        party_id: UUID, fields: NoteFields, caller: Editor, key: OnceNote, response: Response
    ) -> Note:
        """A note that stays with the party."""
        note = await notes.write(books, party_id, fields, author=author_of(caller), once=key)
        return _tagged(response, note)

    @routes.put("/parties/{party_id}/notes/{note_id}")
    async def edit_note(
        place: Annotated[NotePlace, Depends(place_of)],
        fields: NoteFields,
        caller: Editor,
        seen: SeenVersion,
        response: Response,
    ) -> Note:
        """Say it otherwise, pin it or take the pin off; earlier texts are kept."""
        note = await notes.edit(books, place, fields, seen=seen, author=author_of(caller))
        return _tagged(response, note)


def _tagged(response: Response, note: Note) -> Note:
    response.headers.update(etag(note.version))
    return note
