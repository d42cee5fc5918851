"""What a run would do, before anything is written: to be read, bookmarked, and then started."""

from datetime import date, timedelta
from functools import partial
from typing import Annotated

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
from kontor_web.languages import marked
from kontor_web.pages.invoices.records import may_issue
from kontor_web.pages.runs.records import Batch, Preview, Run
from kontor_web.paging import Pager, Place, Text, conditions_of
from kontor_web.rendering import page, redirected
from kontor_web.services import RefusedError
from kontor_web.settings import Service

routes = APIRouter()
PATH = "/runs/preview"
PAGE_SIZE = "100"
PERIOD = Field("period", marked("Monat"), required=True, hint=marked("z. B. 2026-10"))
ISSUED_ON = Field(
    "issued_on", marked("Rechnungsdatum"), kind=Kind.DATE, hint=marked("Leer: Tag des Laufs.")
)
BATCH = Field("batch", marked("Abrechnungsgruppe"), kind=Kind.CHOICE)
AGAIN = Field(
    "again",
    marked("Auch wenn der Monat schon abgerechnet ist"),
    kind=Kind.CHECK,
    hint=marked("Berechnet dann nur, was noch nicht berechnet wurde."),
)


class Asked(Place):
    period: Text = ""
    batch: Text = ""
    issued_on: Text = ""


async def run_frame(person: Person) -> Frame:
    found = await person.list(Service.BILLING, "/batches", Batch)
    names = tuple(Option(one.name, one.title or one.name) for one in found.items)
    everybody = Option("", marked("Alle"))
    fields = (PERIOD, BATCH, ISSUED_ON, AGAIN)
    return Frame((Section("", fields),), options={"batch": (everybody, *names)})


@routes.get("/runs")
async def list_runs(request: Request, person: SignedIn) -> Response:
    last_month = date.today().replace(day=1) - timedelta(days=1)  # noqa: DTZ011  # only a proposal
    form = new_form(await run_frame(person), {"period": f"{last_month:%Y-%m}"})
    return await _listed(request, person, form)


@routes.post("/runs")
async def start(request: Request, person: SignedIn) -> Response:
    """Starts the run; from the list it goes by way of the preview."""
    typed = await typed_in(request)
    form = sent_form(await run_frame(person), typed)
    body = said(form.frame.written(form.typed, {}))
    save = partial(person.create, Service.BILLING, "/runs", body, once=form.once)
    answer, form = await saved(form, save)
    if answer is None:
        return await _listed(request, person, form)
    run = Run.model_validate_json(answer.content)
    return redirected(f"/runs/{run.id}", told="started")


async def _listed(request: Request, person: Person, form: Form) -> Response:
    found = await person.list(Service.BILLING, "/runs", Run)
    return page(
        request,
        "runs/list.html",
        status=status_of(form),
        form=form,
        runs=found.items,
        may_issue=may_issue(person),
    )


@routes.get(PATH)
async def preview(request: Request, person: SignedIn, asked: Annotated[Asked, Query()]) -> Response:
    conditions = conditions_of(asked)
    form = new_form(await run_frame(person), {**conditions})
    params = {"cursor": asked.cursor, "limit": PAGE_SIZE}
    path = "/run-previews"
    try:
        found = await person.ask_by_post(Service.BILLING, path, Preview, conditions, **params)
    except RefusedError as refused:
        return await _listed(request, person, form.refused(refused.problem))
    return page(
        request,
        "runs/preview.html",
        form=form,
        preview=found,
        pager=Pager(PATH, conditions, asked, found.next_cursor),
        may_issue=may_issue(person),
    )
