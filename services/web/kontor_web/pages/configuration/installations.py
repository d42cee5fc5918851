"""*Standard-Installationen*: templates of what has to be done for a new folder."""

from functools import partial

from fastapi import APIRouter, Request, Response
from kontor_contracts.billing.installation import Installation
from pydantic import JsonValue

from kontor_web.access import Person, SignedIn
from kontor_web.forms import Field, Form, Frame, Section, new_form, said, sent_form, typed_in
from kontor_web.forms.saving import saved, status_of
from kontor_web.languages import marked
from kontor_web.pages.configuration.phases import phase_frame
from kontor_web.pages.configuration.templates import (
    PATH,
    body_of,
    key_of,
    keyed,
    phases_of,
    read_installation,
    read_installations,
)
from kontor_web.pages.folders.reading import may_change
from kontor_web.rendering import page, redirected
from kontor_web.services import Seen
from kontor_web.settings import Service

routes = APIRouter()
NAME = Section("", (Field("title", marked("Titel"), required=True, width="full"),))
RENAMING = Frame((NAME,))
START = Section(
    marked("Standard-Installation"),
    (Field("installation", marked("Titel"), required=True, width="full"),),
)


def _new_frame() -> Frame:
    """A template has at least one phase with a task: both are asked for at once."""
    first = phase_frame()
    aliases = {"title": "installation"}
    return Frame((START, *first.sections), rows=first.rows, options=first.options, aliases=aliases)


@routes.get(PATH)
async def list_installations(request: Request, person: SignedIn) -> Response:
    return page(
        request,
        "configuration/installations.html",
        installations=await read_installations(person),
        may_change=may_change(person),
    )


@routes.get(f"{PATH}/new")
async def ask_for_installation(request: Request, person: SignedIn) -> Response:
    _ = person
    return _new(request, new_form(_new_frame()))


@routes.post(f"{PATH}/new")
async def add(request: Request, person: SignedIn) -> Response:
    form = sent_form(_new_frame(), await typed_in(request))
    phase = said(form.frame.written(form.typed, {}))
    title = str(phase.pop("installation", ""))
    if wrong := _missing(title, phase):
        return _new(request, form if form.wants_rows else form.wrong(wrong))
    key = key_of(title, [one.key for one in await read_installations(person)])
    body = body_of(title, [keyed(phase, [])])
    save = partial(person.replace, Service.BILLING, f"{PATH}/{key}", body, version=0)
    answer, form = await saved(form, save)
    if answer is None:
        return _new(request, form)
    return redirected(f"{PATH}/{key}", told="created")


def _missing(title: str, phase: dict[str, JsonValue]) -> dict[str, str]:
    said_what = {"installation": title, "title": phase.get("title"), "tasks": phase.get("tasks")}
    missing = [path for path, value in said_what.items() if not value]
    return {path.replace("tasks", "tasks.0.title"): "missing" for path in missing}


def _new(request: Request, form: Form) -> Response:
    status = status_of(form)
    return page(request, "configuration/installation-new.html", status=status, form=form)


@routes.get(PATH + "/{key}")
async def show(request: Request, key: str, person: SignedIn) -> Response:
    installation = await read_installation(person, key)
    record: dict[str, JsonValue] = {"title": installation.title}
    form = new_form(RENAMING, record, version=installation.version)
    return _shown(request, person, installation, form)


@routes.post(PATH + "/{key}")
async def rename(request: Request, key: str, person: SignedIn) -> Response:
    installation = await read_installation(person, key)
    form = sent_form(RENAMING, await typed_in(request))
    path = f"{PATH}/{key}"
    body = body_of(form.typed.one("title"), phases_of(installation))
    save = partial(person.replace, Service.BILLING, path, body, version=form.version)
    answer, form = await saved(form, save, partial(_stored, person, key))
    if answer is not None:
        return redirected(path, told="saved")
    return _shown(request, person, installation, form)


async def _stored(person: Person, key: str) -> Seen[dict[str, JsonValue]]:
    installation = await read_installation(person, key)
    return Seen({"title": installation.title}, installation.version)


def _shown(request: Request, person: Person, installation: Installation, form: Form) -> Response:
    return page(
        request,
        "configuration/installation.html",
        status=status_of(form),
        installation=installation,
        form=form,
        may_change=may_change(person),
    )
