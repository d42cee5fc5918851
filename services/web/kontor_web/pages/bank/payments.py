"""A payment that nobody could place: given to invoices by hand, or dropped with a reason."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import JsonValue

from kontor_web.access import Person, SignedIn
from kontor_web.forms import Field, Form, Frame, Kind, Rows, new_form, said, sent_form, typed_in
from kontor_web.forms.saving import saved, status_of
from kontor_web.languages import marked
from kontor_web.pages.bank import dismissing
from kontor_web.pages.bank.records import Payment
from kontor_web.pages.invoices.records import InvoiceLine
from kontor_web.rendering import page, redirected
from kontor_web.services import Problem, RefusedError
from kontor_web.settings import Service

routes = APIRouter()
INVOICES = Frame(
    (),
    rows=(
        Rows(
            "invoices",
            marked("Bezahlt diese Rechnungen"),
            (
                Field("number", marked("Rechnungsnummer"), required=True),
                Field(
                    "amount",
                    marked("Davon"),
                    kind=Kind.AMOUNT,
                    hint=marked("Leer: so viel, wie offen ist."),
                ),
            ),
        ),
    ),
)
FRAMES = {"assign": INVOICES, "dismiss": dismissing.FRAME}


@routes.get("/bank/payments/{payment_id}/{step}")
async def ask(request: Request, payment_id: UUID, step: str, person: SignedIn) -> Response:
    return await _shown(request, person, payment_id, new_form(_frame(step)))


@routes.post("/bank/payments/{payment_id}/assign")
async def assign(request: Request, payment_id: UUID, person: SignedIn) -> Response:
    form = sent_form(INVOICES, await typed_in(request))
    asked = said(form.frame.written(form.typed, {})).get("invoices")
    rows = [one for one in asked if isinstance(one, dict)] if isinstance(asked, list) else []
    shares = [await _share(person, one) for one in rows]
    missing = {
        f"invoices.{number}.number": "unknown-invoice"
        for number, one in enumerate(shares)
        if one is None
    }
    if not form.wants_rows and (missing or not shares):
        form = form.wrong(missing or {"invoices.0.number": "missing"})
        return await _shown(request, person, payment_id, form)
    return await _done(request, person, payment_id, form, {"invoices": [*shares]})


@routes.post("/bank/payments/{payment_id}/dismiss")
async def dismiss(request: Request, payment_id: UUID, person: SignedIn) -> Response:
    form = sent_form(dismissing.FRAME, await typed_in(request))
    body = form.frame.written(form.typed, {})
    return await _done(request, person, payment_id, form, body)


async def _done(
    request: Request, person: Person, payment_id: UUID, form: Form, body: dict[str, JsonValue]
) -> Response:
    step = "dismiss" if "reason" in body else "assign"
    path = f"/payments/{payment_id}/{step}"
    answer, form = await saved(form, partial(person.create, Service.BILLING, path, body))
    if answer is not None:
        return redirected("/bank", told=f"{step}ed")
    return await _shown(request, person, payment_id, form)


async def _share(person: Person, row: Mapping[str, JsonValue]) -> dict[str, JsonValue] | None:
    """The row with the id of the invoice that it names; None where there is none."""
    number = str(row.get("number", "")).strip()
    found = await person.list(Service.BILLING, "/invoices", InvoiceLine, number=number)
    if not number or not found.items:
        return None
    return {"invoice_id": str(found.items[0].id), "amount": row.get("amount")}


def _frame(step: str) -> Frame:
    if step not in FRAMES:
        raise RefusedError(Problem(status=404))
    return FRAMES[step]


async def _shown(request: Request, person: Person, payment_id: UUID, form: Form) -> Response:
    found = await person.list(
        Service.BILLING, "/payments", Payment, state="unmatched", limit="1000"
    )
    payment = next((one for one in found.items if one.id == payment_id), None)
    if payment is None:
        raise RefusedError(Problem(status=404))
    return page(
        request,
        "bank/payment.html",
        status=status_of(form),
        payment=payment,
        form=form,
    )
