"""*Mehrwertsteuer*: each rate holds from its day until the next one."""

from datetime import date
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from kontor_contracts.values import Percent, Value
from pydantic import JsonValue

from kontor_web.access import Person, SignedIn
from kontor_web.countries import countries
from kontor_web.forms import Field, Form, Frame, Kind, Rows, new_form, said, sent_form, typed_in
from kontor_web.forms.saving import saved, status_of
from kontor_web.languages import language_of, marked
from kontor_web.pages.invoices.records import may_issue
from kontor_web.paging import Text
from kontor_web.rendering import page, redirected
from kontor_web.services import Seen
from kontor_web.settings import Service

routes = APIRouter()
PATH = "/vat-rates"
FRAME = Frame(
    (),
    rows=(
        Rows(
            "rates",
            marked("Sätze"),
            (
                Field("valid_from", marked("Gilt ab"), kind=Kind.DATE, required=True),
                Field("rate", marked("Prozent"), kind=Kind.AMOUNT, required=True),
            ),
            hint=marked("Nach Tagen geordnet. Jeder gilt, bis der nächste beginnt."),
        ),
    ),
)


class Rate(Value):
    valid_from: date
    valid_until: date | None = None
    rate: Percent


class Table(Value):
    country: str
    rate_class: str
    version: int
    rates: tuple[Rate, ...]

    @property
    def path(self) -> str:
        return f"{PATH}/{self.country}/{self.rate_class}"


class Wanted(Value):
    country: Text = ""
    rate_class: Text = "standard"


@routes.get(PATH)
async def list_rates(request: Request, person: SignedIn) -> Response:
    found = await person.list(Service.BILLING, PATH, Table)
    may_change = may_issue(person)
    return page(
        request,
        "configuration/vat-rates.html",
        tables=found.items,
        countries=countries(language_of(request)),
        may_change=may_change,
    )


@routes.get(f"{PATH}/new")
async def choose(_person: SignedIn, wanted: Annotated[Wanted, Query()]) -> Response:
    """To the rates of a country and class, which may have none yet."""
    return redirected(f"{PATH}/{wanted.country}/{wanted.rate_class}" if wanted.country else PATH)


@routes.get(f"{PATH}/{{country}}/{{rate_class}}")
async def ask(request: Request, country: str, rate_class: str, person: SignedIn) -> Response:
    stored = await _stored(person, country, rate_class)
    form = new_form(FRAME, stored.record, version=stored.version)
    return _shown(request, person, form)


@routes.post(f"{PATH}/{{country}}/{{rate_class}}")
async def change(request: Request, country: str, rate_class: str, person: SignedIn) -> Response:
    form = sent_form(FRAME, await typed_in(request))
    body = said(form.frame.written(form.typed, {}))
    path = f"{PATH}/{country}/{rate_class}"
    save = partial(person.replace, Service.BILLING, path, body, version=form.version)
    answer, form = await saved(form, save, partial(_stored, person, country, rate_class))
    if answer is not None:
        return redirected(PATH, told="saved")
    return _shown(request, person, form)


async def _stored(person: Person, country: str, rate_class: str) -> Seen[dict[str, JsonValue]]:
    found = await person.list(Service.BILLING, PATH, Table)
    for one in found.items:
        if (one.country, one.rate_class) == (country, rate_class):
            return Seen(one.model_dump(mode="json"), one.version)
    return Seen({}, 0)


def _shown(request: Request, person: Person, form: Form) -> Response:
    return page(
        request,
        "configuration/vat-rate.html",
        status=status_of(form),
        form=form,
        may_change=may_issue(person),
    )
