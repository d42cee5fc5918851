"""*Konfiguration → Funktionen*: what contacts do at their company."""

from functools import partial

from fastapi import APIRouter, Request, Response
from kontor_contracts.customers.team import TeamRole
from kontor_contracts.values import LocalizedText, Value
from pydantic import JsonValue

from kontor_web.access import Person, SignedIn
from kontor_web.forms import Field, Form, Frame, Section, new_form, sent_form, typed_in
from kontor_web.forms.saving import saved, status_of
from kontor_web.languages import marked
from kontor_web.rendering import page, redirected
from kontor_web.services import Problem, RefusedError, Seen
from kontor_web.settings import Service

routes = APIRouter()
NAMES = (
    Field("name.de", marked("Deutsch"), required=True, width="third"),
    Field("name.fr", marked("Französisch"), width="third"),
    Field("name.en", marked("Englisch"), width="third"),
)
FRAME = Frame((Section(marked("Neue Funktion"), NAMES),))
EDITED = Frame((Section("", NAMES),))


class ContactFunction(Value):
    key: str
    version: int
    name: LocalizedText
    retired: bool = False


@routes.get("/functions")
async def list_functions(request: Request, person: SignedIn) -> Response:
    return await _shown(request, person, new_form(FRAME))


@routes.post("/functions")
async def configure(request: Request, person: SignedIn) -> Response:
    form = sent_form(FRAME, await typed_in(request))
    body = FRAME.written(form.typed, {})
    answer, form = await saved(
        form, partial(person.create, Service.CUSTOMERS, "/functions", body, once=form.once)
    )
    if answer is not None:
        return redirected("/functions", told="saved")
    return await _shown(request, person, form, status_of(form))


@routes.post("/functions/{key}/retire")
async def retire(request: Request, key: str, person: SignedIn) -> Response:
    """Retire it, or take it back into use."""
    typed = await typed_in(request)
    path = f"/functions/{key}"
    stored = await _stored(person, key)
    body = {**stored.record, "retired": typed.checked("retired")}
    await person.replace(Service.CUSTOMERS, path, body, version=typed.number("version"))
    return redirected("/functions", told="saved")


@routes.get("/functions/{key}")
async def ask_for_changes(request: Request, key: str, person: SignedIn) -> Response:
    stored = await _stored(person, key)
    return _edited(request, new_form(EDITED, stored.record, version=stored.version))


@routes.post("/functions/{key}")
async def change(request: Request, key: str, person: SignedIn) -> Response:
    form = sent_form(EDITED, await typed_in(request))
    reread = partial(_stored, person, key)
    body = EDITED.written(form.typed, (await reread()).record)
    path = f"/functions/{key}"
    save = partial(person.replace, Service.CUSTOMERS, path, body, version=form.version)
    answer, form = await saved(form, save, reread)
    if answer is not None:
        return redirected("/functions", told="saved")
    return _edited(request, form, status_of(form))


async def _stored(person: Person, key: str) -> Seen[dict[str, JsonValue]]:
    found = await person.list(Service.CUSTOMERS, "/functions", ContactFunction)
    for one in found.items:
        if one.key == key:
            return Seen(one.model_dump(mode="json", include={"name", "retired"}), one.version)
    raise RefusedError(Problem(status=404))


def _edited(request: Request, form: Form, status: int = 200) -> Response:
    return page(request, "function.html", status=status, form=form)


async def _shown(request: Request, person: Person, form: Form, status: int = 200) -> Response:
    found = await person.list(Service.CUSTOMERS, "/functions", ContactFunction)
    may_change = TeamRole.ADMIN in person.member.roles
    return page(
        request,
        "functions.html",
        status=status,
        form=form,
        functions=found.items,
        may_change=may_change,
    )
