"""Batches: folders and customers that are billed together, by hand or on a day of the month."""

from functools import partial

from fastapi import APIRouter, Request, Response
from pydantic import JsonValue

from kontor_web import billing_words
from kontor_web.access import Person, SignedIn
from kontor_web.forms import (
    Field,
    Form,
    Frame,
    Kind,
    Section,
    new_form,
    options_of,
    said,
    sent_form,
    typed_in,
)
from kontor_web.forms.saving import saved, status_of
from kontor_web.languages import marked
from kontor_web.pages.invoices.records import may_issue
from kontor_web.pages.runs.records import Batch
from kontor_web.rendering import page, redirected
from kontor_web.services import Problem, RefusedError, Seen
from kontor_web.settings import Service

routes = APIRouter()
NAME = Field(
    "name",
    marked("Kürzel"),
    required=True,
    hint=marked("Buchstaben und Ziffern, höchstens 16, z. B. Nord."),
)
TERMS = (
    Field("title", marked("Titel")),
    Field(
        "day",
        marked("Tag im Monat"),
        kind=Kind.NUMBER,
        hint=marked("An diesem Tag läuft die Abrechnung von selbst. Leer: nur von Hand."),
    ),
    Field(
        "billed_month",
        marked("Abgerechnet wird"),
        kind=Kind.CHOICE,
        options=options_of(billing_words.BILLED_MONTH),
    ),
)
NEW = Frame((Section(marked("Neue Abrechnungsgruppe"), (NAME, *TERMS)),))
FRAME = Frame((Section("", TERMS),))


@routes.get("/batches")
async def list_batches(request: Request, person: SignedIn) -> Response:
    return await _listed(request, person, new_form(NEW))


@routes.post("/batches")
async def add(request: Request, person: SignedIn) -> Response:
    form = sent_form(NEW, await typed_in(request))
    body = said(form.frame.written(form.typed, {}))
    name = str(body.pop("name", ""))
    if not name.isalnum():
        return await _listed(request, person, form.wrong({"name": "invalid-name"}))
    save = partial(person.replace, Service.BILLING, f"/batches/{name}", body, version=0)
    answer, form = await saved(form, save, partial(_stored, person, name))
    if answer is not None:
        return redirected("/batches", told="saved")
    return await _listed(request, person, form)


@routes.get("/batches/{name}")
async def ask_for_changes(request: Request, name: str, person: SignedIn) -> Response:
    stored = await _stored(person, name)
    form = new_form(FRAME, stored.record, version=stored.version)
    return page(request, "runs/batch.html", form=form, name=name)


@routes.post("/batches/{name}")
async def change(request: Request, name: str, person: SignedIn) -> Response:
    form = sent_form(FRAME, await typed_in(request))
    body = said(form.frame.written(form.typed, {}))
    save = partial(person.replace, Service.BILLING, f"/batches/{name}", body, version=form.version)
    answer, form = await saved(form, save, partial(_stored, person, name))
    if answer is not None:
        return redirected("/batches", told="saved")
    return page(request, "runs/batch.html", status=status_of(form), form=form, name=name)


@routes.get("/batches/{name}/remove")
async def ask_to_remove(request: Request, name: str, person: SignedIn) -> Response:
    stored = await _stored(person, name)
    return page(request, "runs/batch-remove.html", name=name, version=stored.version)


@routes.post("/batches/{name}/remove")
async def remove(request: Request, name: str, person: SignedIn) -> Response:
    version = (await typed_in(request)).number("version")
    await person.remove(Service.BILLING, f"/batches/{name}", version=version)
    return redirected("/batches", told="removed")


async def _stored(person: Person, name: str) -> Seen[dict[str, JsonValue]]:
    found = await person.list(Service.BILLING, "/batches", Batch)
    for one in found.items:
        if one.name == name:
            return Seen(one.model_dump(mode="json"), one.version)
    raise RefusedError(Problem(status=404))


async def _listed(request: Request, person: Person, form: Form) -> Response:
    found = await person.list(Service.BILLING, "/batches", Batch)
    return page(
        request,
        "runs/batches.html",
        status=status_of(form),
        form=form,
        batches=found.items,
        may_change=may_issue(person),
    )
