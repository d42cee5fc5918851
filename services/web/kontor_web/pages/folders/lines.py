"""Lines of a folder: added and changed, with their end, pauses and coming prices."""

from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import JsonValue

from kontor_web.access import Person, SignedIn
from kontor_web.forms import Form, new_form, said, sent_form, typed_in
from kontor_web.forms.saving import saved, status_of
from kontor_web.pages.folders.fields import LINE_FRAME, NEW_LINE
from kontor_web.pages.folders.reading import Opened, folder_page, read_folder
from kontor_web.rendering import redirected
from kontor_web.services import Problem, RefusedError, Seen
from kontor_web.settings import Service

routes = APIRouter()


@routes.get("/folders/{folder_id}/lines/new")
async def ask_for_line(request: Request, folder_id: UUID, person: SignedIn) -> Response:
    opened = await read_folder(person, folder_id)
    return _shown(request, opened, new_form(LINE_FRAME, NEW_LINE, version=opened.version))


@routes.post("/folders/{folder_id}/lines/new")
async def add_line(request: Request, folder_id: UUID, person: SignedIn) -> Response:
    """It changes nothing else, so what others changed meanwhile does not stand against it."""
    form = sent_form(LINE_FRAME, await typed_in(request))
    path = f"/folders/{folder_id}"
    body = said(form.frame.written(form.typed, {}))
    save = partial(person.create, Service.BILLING, f"{path}/lines", body, once=form.once)
    answer, form = await saved(form, save)
    if answer is not None:
        return redirected(path, told="saved")
    return _shown(request, await read_folder(person, folder_id), form, status_of(form))


@routes.get("/folders/{folder_id}/lines/{line_id}")
async def ask_for_changes(
    request: Request, folder_id: UUID, line_id: UUID, person: SignedIn
) -> Response:
    opened = await read_folder(person, folder_id)
    form = new_form(LINE_FRAME, line_of(opened, line_id), version=opened.version)
    return _shown(request, opened, form)


@routes.post("/folders/{folder_id}/lines/{line_id}")
async def change_line(
    request: Request, folder_id: UUID, line_id: UUID, person: SignedIn
) -> Response:
    form = sent_form(LINE_FRAME, await typed_in(request))
    path = f"/folders/{folder_id}"
    body = said(form.frame.written(form.typed, {}))
    save = partial(
        person.replace, Service.BILLING, f"{path}/lines/{line_id}", body, version=form.version
    )
    answer, form = await saved(form, save, partial(_stored, person, folder_id, line_id))
    if answer is not None:
        return redirected(path, told="saved")
    return _shown(request, await read_folder(person, folder_id), form, status_of(form))


async def _stored(person: Person, folder_id: UUID, line_id: UUID) -> Seen[dict[str, JsonValue]]:
    opened = await read_folder(person, folder_id)
    return Seen(line_of(opened, line_id), opened.version)


def line_of(opened: Opened, line_id: UUID) -> dict[str, JsonValue]:
    """The line as its form asks for it."""
    for line in opened.folder.lines:
        if line.id == line_id:
            return line.model_dump(mode="json")
    raise RefusedError(Problem(status=404))


def _shown(request: Request, opened: Opened, form: Form, status: int = 200) -> Response:
    return folder_page(request, "folders/line.html", opened, status=status, form=form)
