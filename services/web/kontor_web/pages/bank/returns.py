"""A return that nobody could place: given to a collection by hand, or dropped with a reason."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from kontor_contracts.values import Value

from kontor_web.access import Person, SignedIn
from kontor_web.forms import (
    Field,
    Form,
    Frame,
    Kind,
    Option,
    Section,
    new_form,
    sent_form,
    typed_in,
)
from kontor_web.forms.saving import saved, status_of
from kontor_web.languages import Formats, language_of, marked
from kontor_web.pages.bank import dismissing
from kontor_web.pages.bank.records import ReturnEntry
from kontor_web.pages.invoices.records import Attempt, InvoiceLine
from kontor_web.paging import Text
from kontor_web.rendering import page, redirected
from kontor_web.services import Problem, RefusedError
from kontor_web.settings import Service

routes = APIRouter()
MOST = "1000"


class Asked(Value):
    """Which return, and of which invoice the collections are offered."""

    key: Text = ""
    number: Text = ""


@routes.get("/bank/returns/assign")
async def ask(request: Request, person: SignedIn, asked: Annotated[Asked, Query()]) -> Response:
    return await _choosing(request, person, asked, new_form(await _frame(request, person, asked)))


@routes.post("/bank/returns/assign")
async def assign(request: Request, person: SignedIn, asked: Annotated[Asked, Query()]) -> Response:
    form = sent_form(await _frame(request, person, asked), await typed_in(request))
    body = {"key": asked.key, "collection_id": form.typed.one("collection_id")}
    save = partial(person.create, Service.BILLING, "/unmatched/assign", body)
    answer, form = await saved(form, save)
    if answer is not None:
        return redirected("/bank", told="assigned")
    return await _choosing(request, person, asked, form)


@routes.get("/bank/returns/dismiss")
async def ask_why(request: Request, person: SignedIn, asked: Annotated[Asked, Query()]) -> Response:
    return await _shown(request, person, asked, new_form(dismissing.FRAME))


@routes.post("/bank/returns/dismiss")
async def dismiss(request: Request, person: SignedIn, asked: Annotated[Asked, Query()]) -> Response:
    form = sent_form(dismissing.FRAME, await typed_in(request))
    body = {"key": asked.key, "reason": form.typed.one("reason")}
    save = partial(person.create, Service.BILLING, "/unmatched/dismiss", body)
    answer, form = await saved(form, save)
    if answer is not None:
        return redirected("/bank", told="dismissed")
    return await _shown(request, person, asked, form)


async def _frame(request: Request, person: Person, asked: Asked) -> Frame:
    """The collections of the invoice whose number was given."""
    options = tuple(await _collections(request, person, asked.number)) if asked.number else ()
    field = Field("collection_id", marked("Einzug"), kind=Kind.CHOICE, width="full")
    return Frame((Section("", (field,)),), options={"collection_id": options})


async def _collections(request: Request, person: Person, number: str) -> list[Option]:
    found = await person.list(Service.BILLING, "/invoices", InvoiceLine, number=number)
    if not found.items:
        return []
    invoice_id = str(found.items[0].id)
    attempts = await person.list(Service.BILLING, "/collections", Attempt, invoice_id=invoice_id)
    say = Formats(language_of(request))
    return [
        Option(str(one.id), f"{one.reference} · {say.money(one.amount, one.currency)}")
        for one in attempts.items
    ]


async def _choosing(request: Request, person: Person, asked: Asked, form: Form) -> Response:
    if asked.number and not form.frame.options["collection_id"]:
        form = form.wrong({"collection_id": "unknown-invoice"})
    return await _shown(request, person, asked, form)


async def _shown(request: Request, person: Person, asked: Asked, form: Form) -> Response:
    found = await person.list(Service.BILLING, "/unmatched", ReturnEntry, limit=MOST)
    returned = next((one for one in found.items if one.entry.key == asked.key), None)
    if returned is None:
        raise RefusedError(Problem(status=404))
    return page(
        request,
        "bank/return.html",
        status=status_of(form),
        returned=returned,
        asked=asked,
        form=form,
    )
