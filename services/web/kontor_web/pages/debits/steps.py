"""Handing a debit file in, and the bank's yes to it: each on a page that says what it means."""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response

from kontor_web.access import SignedIn
from kontor_web.forms import Frame, new_form, sent_form, typed_in
from kontor_web.forms.saving import saved, status_of
from kontor_web.languages import marked
from kontor_web.pages.debits.records import read_file
from kontor_web.rendering import page, redirected
from kontor_web.services import Problem, RefusedError
from kontor_web.settings import Service

routes = APIRouter()
NOTHING_ASKED = Frame(())


@dataclass(frozen=True)
class Step:
    told: str
    label: str
    effect: str


STEPS = {
    "submit": Step(
        "submitted",
        marked("Bei der Bank eingereicht"),
        marked(
            "Sie haben die Datei der Bank übergeben. Ihre Lastschriften gelten dann als vorgelegt; "
            "bezahlt ist damit noch keine Rechnung."
        ),
    ),
    "confirm": Step(
        "confirmed",
        marked("Von der Bank bestätigt"),
        marked(
            "Die Bank hat die Datei angenommen. Jede Lastschrift bezahlt ihre Rechnung an ihrem "
            "Einzugstag."
        ),
    ),
}


def _step(name: str) -> Step:
    if name not in STEPS:
        raise RefusedError(Problem(status=404))
    return STEPS[name]


@routes.get("/debits/{file_id}/{name}")
async def ask(request: Request, file_id: UUID, name: str, person: SignedIn) -> Response:
    file = await read_file(person, file_id)
    form = new_form(NOTHING_ASKED)
    return page(request, "debits/step.html", step=_step(name), file=file, form=form)


@routes.post("/debits/{file_id}/{name}")
async def take(request: Request, file_id: UUID, name: str, person: SignedIn) -> Response:
    step = _step(name)
    form = sent_form(NOTHING_ASKED, await typed_in(request))
    path = f"/debit-files/{file_id}/{name}"
    answer, form = await saved(form, partial(person.create, Service.BILLING, path, {}))
    if answer is not None:
        return redirected(f"/debits/{file_id}", told=step.told)
    file = await read_file(person, file_id)
    status = status_of(form)
    return page(request, "debits/step.html", status=status, step=step, file=file, form=form)
