"""The phases of a standard installation, each with its tasks: added, changed, moved, removed."""

from functools import partial

from fastapi import APIRouter, Request, Response
from kontor_contracts.billing.installation import Installation
from pydantic import JsonValue

from kontor_web import billing_words
from kontor_web.access import Person, SignedIn
from kontor_web.forms import (
    Field,
    Form,
    Frame,
    Kind,
    Option,
    Rows,
    Section,
    new_form,
    options_of,
    said,
    sent_form,
    typed_in,
)
from kontor_web.forms.saving import ANSWERABLE, saved, status_of
from kontor_web.languages import marked
from kontor_web.pages.configuration.templates import (
    PATH,
    Record,
    body_of,
    keyed,
    keys_in,
    moved_up,
    phases_of,
    read_installation,
    with_phase,
)
from kontor_web.rendering import page, redirected
from kontor_web.services import Problem, RefusedError, Seen
from kontor_web.settings import Service

routes = APIRouter()
NEW = "new"
ONE = PATH + "/{key}/phases/{number}"
PHASE = Section(
    marked("Phase"),
    (
        Field("key", "", kind=Kind.HIDDEN),
        Field("title", marked("Titel der Phase"), required=True, width="wide"),
        Field("delay_days", marked("Wartet Tage"), kind=Kind.NUMBER, width="narrow"),
    ),
)
TASKS = Rows(
    "tasks",
    marked("Aufgaben"),
    (
        Field("key", "", kind=Kind.HIDDEN),
        Field("kind", "", kind=Kind.HIDDEN),
        Field("title", marked("Aufgabe"), required=True, width="wide"),
        Field(
            "role",
            marked("Wer"),
            kind=Kind.CHOICE,
            options=options_of(billing_words.SLOT, empty=marked("Niemand Bestimmtes")),
            width="narrow",
        ),
        Field("description", marked("Was genau"), width="full"),
        Field("due_working_days", marked("Arbeitstage"), kind=Kind.NUMBER, width="third"),
        Field(
            "unlocking",
            marked("Beginnt"),
            kind=Kind.CHOICE,
            options=options_of(billing_words.UNLOCKING),
            width="third",
        ),
        Field("after", marked("Und zwar nach"), kind=Kind.CHOICE, width="third"),
    ),
)


def phase_frame(installation: Installation | None = None, number: int = 0) -> Frame:
    """The form of the phase at `number`; tasks may wait for what stands before them."""
    before = installation.phases[: number + 1] if installation else ()
    phases = (Option(one.key, one.title) for one in before[:number])
    tasks = (Option(task.key, task.title) for one in before for task in one.tasks)
    after = (Option("", marked("der Phase davor")), *phases, *tasks)
    within = f"phases.{number}."
    return Frame((PHASE,), rows=(TASKS,), options={"after": after}, within=within)


@routes.get(ONE)
async def ask(request: Request, key: str, number: str, person: SignedIn) -> Response:
    installation = await read_installation(person, key)
    place = _place(installation, number)
    record = phases_of(installation)[place] if number != NEW else {}
    form = new_form(phase_frame(installation, place), record, version=installation.version)
    return _shown(request, installation, form)


@routes.post(ONE)
async def change(request: Request, key: str, number: str, person: SignedIn) -> Response:
    installation = await read_installation(person, key)
    place = _place(installation, number)
    form = sent_form(phase_frame(installation, place), await typed_in(request))
    phase = keyed(said(form.frame.written(form.typed, {})), keys_in(installation))
    body = body_of(installation.title, with_phase(installation, place, phase))
    save = partial(person.replace, Service.BILLING, f"{PATH}/{key}", body, version=form.version)
    answer, form = await saved(form, save, partial(_stored, person, key, place))
    if answer is not None:
        return redirected(f"{PATH}/{key}", told="saved")
    return _shown(request, installation, form)


@routes.post(ONE + "/up")
async def move_up(request: Request, key: str, number: int, person: SignedIn) -> Response:
    installation = await read_installation(person, key)
    phases = moved_up(installation, number)
    return await _rewritten(request, person, installation, phases, told="saved")


@routes.get(ONE + "/remove")
async def ask_to_remove(request: Request, key: str, number: int, person: SignedIn) -> Response:
    installation = await read_installation(person, key)
    phase = installation.phases[_place(installation, str(number))]
    template = "configuration/phase-remove.html"
    return page(request, template, installation=installation, phase=phase)


@routes.post(ONE + "/remove")
async def remove(request: Request, key: str, number: int, person: SignedIn) -> Response:
    installation = await read_installation(person, key)
    phases = phases_of(installation)
    del phases[_place(installation, str(number))]
    return await _rewritten(request, person, installation, phases, told="removed")


async def _rewritten(
    request: Request,
    person: Person,
    installation: Installation,
    phases: list[Record],
    *,
    told: str,
) -> Response:
    """Refused when a task would wait for what no longer stands before it."""
    path = f"{PATH}/{installation.key}"
    body = body_of(installation.title, phases)
    version = (await typed_in(request)).number("version")
    try:
        await person.replace(Service.BILLING, path, body, version=version)
    except RefusedError as refused:
        if refused.problem.status not in ANSWERABLE:
            raise
        return redirected(path, told="not-in-order")
    return redirected(path, told=told)


def _place(installation: Installation, number: str) -> int:
    """Where the phase stands; a new one behind the last."""
    if number == NEW:
        return len(installation.phases)
    if not number.isdecimal() or int(number) >= len(installation.phases):
        raise RefusedError(Problem(status=404))
    return int(number)


async def _stored(person: Person, key: str, place: int) -> Seen[dict[str, JsonValue]]:
    installation = await read_installation(person, key)
    phases = phases_of(installation)
    return Seen(phases[place] if place < len(phases) else {}, installation.version)


def _shown(request: Request, installation: Installation, form: Form) -> Response:
    return page(
        request,
        "configuration/phase.html",
        status=status_of(form),
        installation=installation,
        form=form,
    )
