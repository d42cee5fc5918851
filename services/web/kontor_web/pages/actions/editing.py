"""One action: changed, moved to another day or state, handed over, talked about."""

import asyncio
from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response
from kontor_contracts.tasks.action import ActionState
from kontor_contracts.values import Value
from pydantic import AwareDatetime, JsonValue

from kontor_web.access import Person, SignedIn
from kontor_web.forms import Field, Form, Frame, Kind, Section, new_form, sent_form, typed_in
from kontor_web.forms.saving import saved, status_of
from kontor_web.languages import marked
from kontor_web.pages.actions.planning import action_frame
from kontor_web.pages.actions.records import ActionView
from kontor_web.pages.start import own_path
from kontor_web.rendering import page, redirected
from kontor_web.services import Seen
from kontor_web.settings import Service

routes = APIRouter()
COMMENT = Frame(
    (
        Section(
            "",
            (Field("text", marked("Kommentar"), kind=Kind.AREA, required=True, width="full"),),
        ),
    )
)


class Author(Value):
    name: str


class Comment(Value):
    at: AwareDatetime
    author: Author
    text: str


@routes.get("/actions/{action_id}/edit")
async def ask(request: Request, action_id: UUID, person: SignedIn) -> Response:
    stored = await _stored(person, action_id)
    form = new_form(await action_frame(request, person), stored.record, version=stored.version)
    return await _shown(request, action_id, person, form)


@routes.post("/actions/{action_id}/edit")
async def change(request: Request, action_id: UUID, person: SignedIn) -> Response:
    form = sent_form(await action_frame(request, person), await typed_in(request))
    reread = partial(_stored, person, action_id)
    written = form.frame.written(form.typed, (await reread()).record)
    body = {**written, "assignee_id": written.get("assignee_id") or None}
    path = f"/actions/{action_id}"
    save = partial(person.replace, Service.TASKS, path, body, version=form.version)
    answer, form = await saved(form, save, reread)
    if answer is not None:
        return redirected(f"{path}/edit", told="saved")
    return await _shown(request, action_id, person, form, status_of(form))


@routes.post("/actions/{action_id}/move")
async def move(request: Request, action_id: UUID, person: SignedIn) -> Response:
    """Begin it, let it wait, finish it, open it again."""
    typed = await typed_in(request)
    path, state = f"/actions/{action_id}", typed.one("state")
    version = typed.number("version")
    await person.act(Service.TASKS, f"{path}/move", {"state": state}, version=version)
    back = typed.one("back")
    told = "finished" if state == ActionState.DONE.value else "saved"
    return redirected(own_path(back) if back else f"{path}/edit", told=told)


@routes.post("/actions/{action_id}/comments")
async def comment(request: Request, action_id: UUID, person: SignedIn) -> Response:
    said = sent_form(COMMENT, await typed_in(request))
    path = f"/actions/{action_id}"
    body = COMMENT.written(said.typed, {})
    save = partial(person.create, Service.TASKS, f"{path}/comments", body, once=said.once)
    answer, said = await saved(said, save)
    if answer is not None:
        return redirected(f"{path}/edit", told="saved")
    stored = await _stored(person, action_id)
    form = new_form(await action_frame(request, person), stored.record, version=stored.version)
    return await _shown(request, action_id, person, form, status_of(said), said=said)


async def _stored(person: Person, action_id: UUID) -> Seen[dict[str, JsonValue]]:
    return await person.read_json(Service.TASKS, f"/actions/{action_id}")


async def _shown(  # noqa: PLR0913  # two forms on one page
    request: Request,
    action_id: UUID,
    person: Person,
    form: Form,
    status: int = 200,
    *,
    said: Form | None = None,
) -> Response:
    path = f"/actions/{action_id}"
    seen, comments = await asyncio.gather(
        person.read(Service.TASKS, path, ActionView),
        person.list(Service.TASKS, f"{path}/comments", Comment),
    )
    return page(
        request,
        "actions/action.html",
        status=status,
        action=seen.record,
        form=form,
        said=said or new_form(COMMENT),
        comments=comments.items,
    )
