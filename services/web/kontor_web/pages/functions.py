"""*Konfiguration → Funktionen*: what contacts do at their company."""

from functools import partial

from fastapi import APIRouter, Request, Response
from kontor_contracts.customers.team import TeamRole
from kontor_contracts.values import LocalizedText, Value

from kontor_web.access import Person, SignedIn
from kontor_web.forms import Field, Form, Frame, Section, new_form, sent_form, typed_in
from kontor_web.forms.saving import saved, status_of
from kontor_web.languages import marked
from kontor_web.rendering import page, redirected
from kontor_web.services import Json
from kontor_web.settings import Service

routes = APIRouter()
FRAME = Frame(
    (
        Section(
            marked("Neue Funktion"),
            (
                Field("name.de", marked("Deutsch"), required=True, width="third"),
                Field("name.fr", marked("Französisch"), width="third"),
                Field("name.en", marked("Englisch"), width="third"),
            ),
        ),
    )
)


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
    found = await person.list(Service.CUSTOMERS, "/functions", ContactFunction)
    for function in found.items:
        if function.key == key:
            name = function.name.model_dump(mode="json")
            body: Json = {"name": name, "retired": typed.checked("retired")}
            version = typed.number("version")
            await person.replace(Service.CUSTOMERS, f"/functions/{key}", body, version=version)
    return redirected("/functions", told="saved")


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
