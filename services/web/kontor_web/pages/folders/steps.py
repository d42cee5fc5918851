"""Steps of a folder's life, each on a page of its own that says what will happen."""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response
from kontor_contracts.billing.folder import FolderState
from kontor_contracts.billing.installation import Installation

from kontor_web.access import Person, SignedIn
from kontor_web.forms import Field, Form, Frame, Kind, Section, new_form, sent_form, typed_in
from kontor_web.forms.saving import saved, status_of
from kontor_web.languages import marked
from kontor_web.pages.folders.editing import stored_folder
from kontor_web.pages.folders.reading import Opened, folder_page, installations, read_folder
from kontor_web.rendering import redirected
from kontor_web.services import Problem, RefusedError
from kontor_web.settings import Service

routes = APIRouter()
ON = Field("on", marked("Ab dem"), kind=Kind.DATE, hint=marked("Leer: ab heute."))
DATED = Frame((Section("", (ON,)),))
UNDATED = Frame(())


@dataclass(frozen=True)
class Step:
    """A way from one state of a folder to another."""

    name: str
    told: str
    label: str
    effect: str
    frame: Frame
    states: frozenset[FolderState]


STEPS = (
    Step(
        "activate",
        "activated",
        marked("Ordner aktivieren"),
        marked("Ab jetzt werden seine Positionen abgerechnet."),
        UNDATED,
        frozenset({FolderState.DRAFT}),
    ),
    Step(
        "suspend",
        "suspended",
        marked("Ordner aussetzen"),
        marked(
            "Wiederkehrende Positionen werden von diesem Tag an nicht berechnet, "
            "bis der Ordner fortgesetzt wird."
        ),
        DATED,
        frozenset({FolderState.ACTIVE}),
    ),
    Step(
        "resume",
        "resumed",
        marked("Ordner fortsetzen"),
        marked("Von diesem Tag an werden seine Positionen wieder berechnet."),
        DATED,
        frozenset({FolderState.SUSPENDED}),
    ),
    Step(
        "close",
        "closed",
        marked("Ordner schließen"),
        marked(
            "Alle Positionen enden an diesem Tag, und der Ordner kann danach nicht mehr geändert "
            "werden. Was davor erbracht wurde, wird noch berechnet."
        ),
        DATED,
        frozenset({FolderState.ACTIVE, FolderState.SUSPENDED}),
    ),
)
BY_NAME = {one.name: one for one in STEPS}


@routes.get("/folders/{folder_id}/{name}")
async def ask(request: Request, folder_id: UUID, name: str, person: SignedIn) -> Response:
    step = _step(name)
    opened = await read_folder(person, folder_id)
    form = new_form(step.frame, version=opened.version)
    return await _shown(request, person, opened, step, form)


@routes.post("/folders/{folder_id}/{name}")
async def take(request: Request, folder_id: UUID, name: str, person: SignedIn) -> Response:
    step = _step(name)
    form = sent_form(step.frame, await typed_in(request))
    path = f"/folders/{folder_id}"
    body = form.frame.written(form.typed, {})
    act = partial(person.act, Service.BILLING, f"{path}/{name}", body, version=form.version)
    answer, form = await saved(form, act, partial(stored_folder, person, folder_id))
    if answer is not None:
        return redirected(path, told=step.told)
    opened = await read_folder(person, folder_id)
    return await _shown(request, person, opened, step, form)


def _step(name: str) -> Step:
    if name not in BY_NAME:
        raise RefusedError(Problem(status=404))
    return BY_NAME[name]


async def _shown(
    request: Request, person: Person, opened: Opened, step: Step, form: Form
) -> Response:
    return folder_page(
        request,
        "folders/step.html",
        opened,
        status=status_of(form),
        form=form,
        step=step,
        installation=await _starting(person, opened) if step.name == "activate" else None,
    )


async def _starting(person: Person, opened: Opened) -> Installation | None:
    """The standard installation that starts with the activation."""
    chosen = opened.folder.standard_installation
    return next((one for one in await installations(person) if one.key == chosen), None)
