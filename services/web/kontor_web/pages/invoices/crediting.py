"""Credit notes: of the whole invoice, which cancels it, of some lines, or over an amount."""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response

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
from kontor_web.pages.invoices.records import WholeInvoice
from kontor_web.rendering import page, redirected
from kontor_web.settings import Service

routes = APIRouter()
REASON = Field("reason", marked("Grund"), required=True, width="full")
RELEASE = Field(
    "release",
    marked("Leistungen wieder abrechenbar machen"),
    kind=Kind.CHECK,
    width="full",
    hint=marked("Ein späterer Abrechnungslauf berechnet dieselben Zeiträume dann noch einmal."),
)
WHOLE = Frame((Section("", (REASON, RELEASE)),))


@dataclass(frozen=True)
class Credited:
    """The invoice, and the form for what is to be credited of it."""

    whole: WholeInvoice
    frame: Frame


async def _credited(
    request: Request, person: Person, invoice_id: UUID, *, in_part: bool
) -> Credited:
    found = await person.read(Service.BILLING, f"/invoices/{invoice_id}", WholeInvoice)
    frame = _partial(found.record, Formats(language_of(request))) if in_part else WHOLE
    return Credited(found.record, frame)


def _partial(whole: WholeInvoice, say: Formats) -> Frame:
    """Some lines, or an amount at one of the invoice's rates."""
    lines = tuple(
        Option(str(one.position), f"{one.description} · {say.money(one.net, whole.currency)}")
        for one in whole.invoice.lines()
    )
    rates = tuple(Option(str(one.rate), say.percent(one.rate)) for one in whole.invoice.vat)
    empty = (Option("", marked("Der einzige der Rechnung")),)
    chosen = Field("lines", marked("Positionen"), kind=Kind.CHOICES, options=lines, width="full")
    amount = Field(
        "amount",
        marked("Oder ein Betrag netto"),
        kind=Kind.AMOUNT,
        hint=marked("Nur ohne gewählte Positionen."),
    )
    rate = Field("vat_rate", marked("Steuersatz"), kind=Kind.CHOICE, options=empty + rates)
    return Frame((Section("", (chosen, amount, rate, REASON)),))


@routes.get("/invoices/{invoice_id}/cancel")
async def ask_to_cancel(request: Request, invoice_id: UUID, person: SignedIn) -> Response:
    credited = await _credited(request, person, invoice_id, in_part=False)
    return _shown(request, credited, new_form(credited.frame))


@routes.get("/invoices/{invoice_id}/credit")
async def ask_for_credit(request: Request, invoice_id: UUID, person: SignedIn) -> Response:
    credited = await _credited(request, person, invoice_id, in_part=True)
    return _shown(request, credited, new_form(credited.frame))


@routes.post("/invoices/{invoice_id}/cancel")
async def cancel(request: Request, invoice_id: UUID, person: SignedIn) -> Response:
    credited = await _credited(request, person, invoice_id, in_part=False)
    return await _issued(request, person, credited)


@routes.post("/invoices/{invoice_id}/credit")
async def credit(request: Request, invoice_id: UUID, person: SignedIn) -> Response:
    credited = await _credited(request, person, invoice_id, in_part=True)
    return await _issued(request, person, credited)


async def _issued(request: Request, person: Person, credited: Credited) -> Response:
    form = sent_form(credited.frame, await typed_in(request))
    path = f"/invoices/{credited.whole.id}/credit-notes"
    body = said(form.frame.written(form.typed, {}))
    says_how_much = body.get("lines") or "amount" in body
    if credited.frame is not WHOLE and not says_how_much:
        missing = {} if "reason" in body else {"reason": "missing"}
        return _shown(request, credited, form.wrong({"lines": "choose-lines", **missing}))
    issue = partial(person.create, Service.BILLING, path, body, once=form.once)
    answer, form = await saved(form, issue)
    if answer is None:
        return _shown(request, credited, form)
    note = WholeInvoice.model_validate_json(answer.content)
    return redirected(f"/invoices/{note.id}", told="credited")


def _shown(request: Request, credited: Credited, form: Form) -> Response:
    return page(
        request,
        "invoices/credit.html",
        status=status_of(form),
        whole=credited.whole,
        invoice=credited.whole.invoice,
        form=form,
    )
