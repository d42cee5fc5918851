"""Debit files: all of them, a new one, and each with every item and why some are not in it."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from kontor_web.access import Person, SignedIn
from kontor_web.forms import (
    Field,
    Form,
    Frame,
    Kind,
    Option,
    Section,
    new_form,
    said,
    sent_form,
    typed_in,
)
from kontor_web.forms.saving import saved, status_of
from kontor_web.languages import Formats, language_of, marked
from kontor_web.pages.debits.records import DebitFile, DebitItem, read_file
from kontor_web.pages.runs.records import Run
from kontor_web.paging import Pager, Place, Text, address, conditions_of
from kontor_web.rendering import page, redirected
from kontor_web.services import Items
from kontor_web.settings import Service

routes = APIRouter()
PATH = "/debits"
PAGE_SIZE = "20"
ITEMS = "100"
RUN = Field(
    "run_id",
    marked("Woraus"),
    kind=Kind.CHOICE,
    width="full",
    hint=marked("Ein Lauf, oder alles, was offen ist."),
)
UNTIL = Field(
    "until",
    marked("Fällig bis"),
    kind=Kind.DATE,
    width="full",
    hint=marked("Nur bei allem Offenen. Leer: ohne Grenze."),
)


class Asked(Place):
    run_id: Text = ""


async def _frame(request: Request, person: Person) -> Frame:
    found = await person.list(Service.BILLING, "/runs", Run)
    named = Formats(language_of(request)).period
    runs = tuple(Option(str(one.id), named(one.label)) for one in found.items if one.is_completed)
    everything = Option("", marked("Alles Offene"))
    return Frame((Section("", (RUN, UNTIL)),), options={"run_id": (everything, *runs)})


@routes.get(PATH)
async def list_files(
    request: Request, person: SignedIn, asked: Annotated[Asked, Query()]
) -> Response:
    form = new_form(await _frame(request, person), {"run_id": asked.run_id})
    return await _listed(request, person, form, asked)


@routes.post(PATH)
async def make(request: Request, person: SignedIn) -> Response:
    form = sent_form(await _frame(request, person), await typed_in(request))
    body = said(form.frame.written(form.typed, {}))
    create = partial(person.create, Service.BILLING, "/debit-files", body, once=form.once)
    answer, form = await saved(form, create)
    if answer is None:
        return await _listed(request, person, form, Asked())
    made = Items[DebitFile].model_validate_json(answer.content).items
    if not made:
        return redirected(PATH, told="nothing-to-collect")
    path = f"{PATH}/{made[0].id}" if len(made) == 1 else PATH
    return redirected(path, told="created")


async def _listed(request: Request, person: Person, form: Form, asked: Asked) -> Response:
    conditions = conditions_of(asked)
    params = {**conditions, "cursor": asked.cursor, "limit": PAGE_SIZE}
    found = await person.list(Service.BILLING, "/debit-files", DebitFile, **params)
    return page(
        request,
        "debits/list.html",
        status=status_of(form),
        form=form,
        files=found.items,
        asked=asked,
        pager=Pager(PATH, conditions, asked, found.next_cursor),
    )


@routes.get("/debits/{file_id}")
async def show(
    request: Request, file_id: UUID, person: SignedIn, place: Annotated[Place, Query()]
) -> Response:
    file = await read_file(person, file_id)
    params = {"cursor": place.cursor, "limit": ITEMS}
    path = f"/debit-files/{file_id}/items"
    found = await person.list(Service.BILLING, path, DebitItem, **params)
    return page(
        request,
        "debits/file.html",
        file=file,
        items=sorted(found.items, key=lambda one: one.included),
        pager=Pager(f"{PATH}/{file_id}", {}, place, found.next_cursor),
        place_path=address(f"{PATH}/{file_id}", place.model_dump()),
    )


@routes.get("/debits/{file_id}/content.xml")
async def download(file_id: UUID, person: SignedIn) -> Response:
    answer = await person.fetch(Service.BILLING, f"/debit-files/{file_id}/content")
    name = {"Content-Disposition": f'attachment; filename="{file_id}.xml"'}
    return Response(answer.content, media_type="application/xml", headers=name)
