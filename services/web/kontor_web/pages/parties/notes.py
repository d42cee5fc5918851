"""Notes: everyone who opens the record sees them."""

from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import JsonValue

from kontor_web.access import Person, SignedIn
from kontor_web.forms import Field, Form, Frame, Kind, Section, new_form, sent_form, typed_in
from kontor_web.forms.saving import saved, status_of
from kontor_web.languages import marked
from kontor_web.pages.parties.reading import party_page, read_party
from kontor_web.pages.parties.records import Note
from kontor_web.rendering import redirected
from kontor_web.services import Problem, RefusedError, Seen
from kontor_web.settings import Service

routes = APIRouter()
PINNED = Field("pinned", marked("Oben anheften"), kind=Kind.CHECK, width="full")
HINT = marked("Vorlieben, Vorgeschichte, Warnungen: alle im Team sehen sie.")


def _frame(label: str) -> Frame:
    text = Field("text", label, kind=Kind.AREA, required=True, width="full", hint=HINT)
    return Frame((Section("", (text, PINNED)),))


FRAME = _frame(marked("Neue Notiz"))
EDITED = _frame(marked("Notiz"))


@routes.get("/parties/{party_id}/notes")
async def list_notes(request: Request, party_id: UUID, person: SignedIn) -> Response:
    return await _shown(request, party_id, person, new_form(FRAME))


@routes.post("/parties/{party_id}/notes")
async def write_note(request: Request, party_id: UUID, person: SignedIn) -> Response:
    form = sent_form(FRAME, await typed_in(request))
    path = f"/parties/{party_id}/notes"
    body = FRAME.written(form.typed, {})
    save = partial(person.create, Service.CUSTOMERS, path, body, once=form.once)
    answer, form = await saved(form, save)
    if answer is not None:
        return redirected(path, told="noted")
    return await _shown(request, party_id, person, form, status_of(form))


@routes.post("/parties/{party_id}/notes/{note_id}/pin")
async def pin_note(request: Request, party_id: UUID, note_id: UUID, person: SignedIn) -> Response:
    """Pin it, or take the pin off."""
    typed = await typed_in(request)
    path = f"/parties/{party_id}/notes"
    stored = await _stored(person, path, note_id)
    body = {**stored.record, "pinned": typed.checked("pinned")}
    version = typed.number("version")
    await person.replace(Service.CUSTOMERS, f"{path}/{note_id}", body, version=version)
    return redirected(path)


@routes.get("/parties/{party_id}/notes/{note_id}")
async def ask_for_changes(
    request: Request, party_id: UUID, note_id: UUID, person: SignedIn
) -> Response:
    stored = await _stored(person, f"/parties/{party_id}/notes", note_id)
    form = new_form(EDITED, stored.record, version=stored.version)
    return await _edited(request, party_id, person, form)


@routes.post("/parties/{party_id}/notes/{note_id}")
async def change_note(
    request: Request, party_id: UUID, note_id: UUID, person: SignedIn
) -> Response:
    form = sent_form(EDITED, await typed_in(request))
    path = f"/parties/{party_id}/notes"
    reread = partial(_stored, person, path, note_id)
    body = EDITED.written(form.typed, (await reread()).record)
    save = partial(
        person.replace, Service.CUSTOMERS, f"{path}/{note_id}", body, version=form.version
    )
    answer, form = await saved(form, save, reread)
    if answer is not None:
        return redirected(path, told="noted")
    return await _edited(request, party_id, person, form, status_of(form))


async def _stored(person: Person, path: str, note_id: UUID) -> Seen[dict[str, JsonValue]]:
    found = await person.list(Service.CUSTOMERS, path, Note)
    for note in found.items:
        if note.id == note_id:
            kept = note.model_dump(mode="json", include={"text", "pinned", "mentions"})
            return Seen(kept, note.version)
    raise RefusedError(Problem(status=404))


async def _edited(
    request: Request, party_id: UUID, person: Person, form: Form, status: int = 200
) -> Response:
    party = await read_party(person, party_id)
    return party_page(request, "parties/note.html", party, tab="notes", status=status, form=form)


async def _shown(
    request: Request, party_id: UUID, person: Person, form: Form, status: int = 200
) -> Response:
    party = await read_party(person, party_id)
    found = await person.list(Service.CUSTOMERS, f"/parties/{party_id}/notes", Note)
    return party_page(
        request,
        "parties/notes.html",
        party,
        tab="notes",
        status=status,
        form=form,
        notes=found.items,
    )
