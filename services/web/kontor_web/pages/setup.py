"""The first start: the organisation in steps, each saved by itself, skipped, taken up again."""

from dataclasses import dataclass
from functools import partial

from fastapi import APIRouter, Request, Response
from kontor_contracts.customers.team import TeamRole
from pydantic import JsonValue

from kontor_web.access import Person, SignedIn
from kontor_web.countries import countries
from kontor_web.forms import Form, Frame, Section, new_form, sent_form, typed_in
from kontor_web.forms.saving import saved, status_of
from kontor_web.forms.typed import value_at
from kontor_web.languages import language_of, marked
from kontor_web.pages.organisation import ADDRESS, BANK, NAMES, REGISTERS, stored_organisation
from kontor_web.rendering import page, redirected
from kontor_web.services import Problem, RefusedError, UnreachableError
from kontor_web.settings import Service

routes = APIRouter()
LATER = "kontor-setup"
MONTH_SECONDS = 2_592_000


@dataclass(frozen=True)
class Step:
    """`done_by`: the field by which one sees that the step was made."""

    name: str
    section: Section
    done_by: str
    why: str

    @property
    def path(self) -> str:
        return f"/setup/{self.name}"


STEPS = (
    Step("company", NAMES, "name", marked("So heißen Sie auf Rechnungen und in E-Mails.")),
    Step("address", ADDRESS, "address.city", marked("Ohne Adresse wird keine Rechnung gültig.")),
    Step("bank", BANK, "iban", marked("Dorthin wird bezahlt; für Lastschriften nötig.")),
    Step("registers", REGISTERS, "vat_id", marked("Steht auf jeder Rechnung.")),
)


@routes.get("/setup")
async def resume(person: SignedIn) -> Response:
    """At the first step that was not made yet."""
    stored = (await stored_organisation(person)).record
    left = [one for one in STEPS if not value_at(stored, one.done_by)]
    return redirected(left[0].path if left else "/organisation")


@routes.post("/setup/later")
async def put_off(_person: SignedIn) -> Response:
    response = redirected("/customers")
    response.set_cookie(LATER, "later", max_age=MONTH_SECONDS, samesite="lax", httponly=True)
    return response


@routes.get("/setup/{name}")
async def show(request: Request, name: str, person: SignedIn) -> Response:
    step = _step(name)
    stored = await stored_organisation(person)
    form = new_form(_frame(request, step), stored.record, version=stored.version)
    return _shown(request, step, form, stored.record)


@routes.post("/setup/{name}")
async def save(request: Request, name: str, person: SignedIn) -> Response:
    step = _step(name)
    form = sent_form(_frame(request, step), await typed_in(request))
    stored = await stored_organisation(person)
    body = form.frame.written(form.typed, stored.record)
    saving = partial(person.replace, Service.CUSTOMERS, "/organisation", body, version=form.version)
    answer, form = await saved(form, saving, partial(stored_organisation, person))
    if answer is None:
        return _shown(request, step, form, stored.record, status_of(form))
    return redirected(_after(step), told="saved")


async def is_first_start(request: Request, person: Person) -> bool:
    """Nobody has entered an organisation, nor put it off."""
    if TeamRole.ADMIN not in person.member.roles or LATER in request.cookies:
        return False
    try:
        return (await stored_organisation(person)).version == 0
    except (RefusedError, UnreachableError):
        return False


def _step(name: str) -> Step:
    for step in STEPS:
        if step.name == name:
            return step
    raise RefusedError(Problem(status=404))


def _after(step: Step) -> str:
    following = STEPS.index(step) + 1
    return STEPS[following].path if following < len(STEPS) else "/organisation"


def _frame(request: Request, step: Step) -> Frame:
    options = {"address.country": countries(language_of(request))}
    optional = {"address": ("country",)} if step.section is ADDRESS else {}
    return Frame((step.section,), options=options, optional=optional)


def _shown(
    request: Request,
    step: Step,
    form: Form,
    stored: dict[str, JsonValue],
    status: int = 200,
) -> Response:
    made = {one.name for one in STEPS if value_at(stored, one.done_by)}
    return page(
        request,
        "setup/step.html",
        status=status,
        form=form,
        step=step,
        steps=STEPS,
        made=made,
        after=_after(step),
        number=STEPS.index(step) + 1,
    )
