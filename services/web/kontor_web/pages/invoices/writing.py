"""*Rechnung schreiben*: one invoice by hand, shown before it is issued."""

from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response
from kontor_contracts.billing.invoice import Invoice
from kontor_contracts.values import Value
from pydantic import JsonValue

from kontor_web import billing_words, words
from kontor_web.access import Person, SignedIn
from kontor_web.forms import (
    Field,
    Form,
    Frame,
    Kind,
    Rows,
    Section,
    new_form,
    options_of,
    said,
    sent_form,
    typed_in,
)
from kontor_web.forms.saving import saved, status_of
from kontor_web.languages import marked
from kontor_web.pages.invoices.records import WholeInvoice
from kontor_web.pages.parties.reading import party_page, read_party
from kontor_web.rendering import redirected
from kontor_web.settings import Service

routes = APIRouter()
PATH = "/parties/{party_id}/invoices/new"
FRAME = Frame(
    (
        Section(
            marked("Rechnung"),
            (
                Field("title", marked("Titel")),
                Field("purchase_order", marked("Bestellnummer des Kunden")),
                Field(
                    "payment.method",
                    marked("Zahlungsart"),
                    kind=Kind.CHOICE,
                    options=options_of(words.PAYMENT, empty=marked("Wie beim Kunden")),
                ),
            ),
        ),
    ),
    rows=(
        Rows(
            "lines",
            marked("Positionen"),
            (
                Field("description", marked("Beschreibung"), required=True, width="full"),
                Field("quantity", marked("Menge"), kind=Kind.AMOUNT, width="third"),
                Field(
                    "unit",
                    marked("Einheit"),
                    kind=Kind.CHOICE,
                    options=options_of(billing_words.UNIT_OF_ONE),
                    width="third",
                ),
                Field(
                    "unit_price",
                    marked("Einzelpreis netto"),
                    kind=Kind.AMOUNT,
                    required=True,
                    width="third",
                ),
                Field(
                    "discount_percent",
                    marked("Rabatt in Prozent"),
                    kind=Kind.AMOUNT,
                    width="third",
                ),
                Field("supplied_on", marked("Geliefert am"), kind=Kind.DATE, width="third"),
            ),
        ),
    ),
    optional={"payment": ()},
)


class Draft(Value):
    """An invoice that nobody has issued."""

    invoice: Invoice


@routes.get(PATH)
async def ask(request: Request, party_id: UUID, person: SignedIn) -> Response:
    return await _shown(request, person, party_id, new_form(FRAME))


@routes.post(PATH)
async def write(request: Request, party_id: UUID, person: SignedIn) -> Response:
    """Shows the invoice first; issues it when that was asked for."""
    typed = await typed_in(request)
    form = sent_form(FRAME, typed)
    body = _asked(form, party_id)
    if not typed.one("issue"):
        preview = partial(person.create, Service.BILLING, "/invoice-previews", body)
        answer, form = await saved(form, preview)
        draft = Draft.model_validate_json(answer.content).invoice if answer else None
        return await _shown(request, person, party_id, form, draft)
    issue = partial(person.create, Service.BILLING, "/invoices", body, once=form.once)
    answer, form = await saved(form, issue)
    if answer is None:
        return await _shown(request, person, party_id, form)
    issued = WholeInvoice.model_validate_json(answer.content)
    return redirected(f"/invoices/{issued.id}", told="issued")


def _asked(form: Form, party_id: UUID) -> dict[str, JsonValue]:
    record = said(form.frame.written(form.typed, {}))
    return {**record, "party_id": str(party_id)}


async def _shown(
    request: Request, person: Person, party_id: UUID, form: Form, draft: Invoice | None = None
) -> Response:
    party = await read_party(person, party_id)
    return party_page(
        request,
        "invoices/write.html",
        party,
        tab="invoices",
        status=status_of(form),
        form=form,
        draft=draft,
    )
