"""One invoice: its lines, what is owed of it, how it travelled, and sending it once more."""

import asyncio
from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response

from kontor_web import words
from kontor_web.access import Person, SignedIn
from kontor_web.forms import (
    Field,
    Form,
    Frame,
    Kind,
    Section,
    new_form,
    options_of,
    sent_form,
    typed_in,
)
from kontor_web.forms.saving import saved, status_of
from kontor_web.languages import marked
from kontor_web.pages.invoices.records import Attempt, DeliveryStory, WholeInvoice, may_issue
from kontor_web.pages.parties.reading import if_possible
from kontor_web.rendering import page, redirected
from kontor_web.settings import Service

routes = APIRouter()
MAILS = {name: words.DELIVERY[name] for name in ("email-attachment", "email-notice")}
AGAIN = Frame(
    (
        Section(
            "",
            (
                Field(
                    "method",
                    marked("Versandart"),
                    kind=Kind.CHOICE,
                    options=options_of(MAILS),
                    width="full",
                ),
            ),
        ),
    )
)


@routes.get("/invoices/{invoice_id}")
async def show(request: Request, invoice_id: UUID, person: SignedIn) -> Response:
    return await _shown(request, person, invoice_id, new_form(AGAIN))


@routes.post("/invoices/{invoice_id}/send-again")
async def send_again(request: Request, invoice_id: UUID, person: SignedIn) -> Response:
    form = sent_form(AGAIN, await typed_in(request))
    path = f"/invoices/{invoice_id}"
    body = form.frame.written(form.typed, {})
    send = partial(person.create, Service.DELIVERY, f"{path}/mails", body, once=form.once)
    answer, form = await saved(form, send)
    if answer is not None:
        return redirected(path, told="sent")
    return await _shown(request, person, invoice_id, form)


@routes.post("/invoices/{invoice_id}/collections/{collection_id}/present-again")
async def present_again(invoice_id: UUID, collection_id: UUID, person: SignedIn) -> Response:
    await person.create(Service.BILLING, f"/collections/{collection_id}/present-again", {})
    return redirected(f"/invoices/{invoice_id}", told="presented-again")


@routes.get("/invoices/{invoice_id}/document.pdf")
async def read_document(invoice_id: UUID, person: SignedIn) -> Response:
    """The PDF as it was issued."""
    answer = await person.fetch(Service.DELIVERY, f"/documents/{invoice_id}/content")
    kept = ("content-disposition", "content-type")
    headers = {name: answer.headers[name] for name in kept if name in answer.headers}
    return Response(answer.content, headers=headers)


async def _shown(request: Request, person: Person, invoice_id: UUID, form: Form) -> Response:
    path = f"/invoices/{invoice_id}"
    whole, deliveries, attempts = await asyncio.gather(
        person.read(Service.BILLING, path, WholeInvoice),
        if_possible(person.list(Service.DELIVERY, f"{path}/deliveries", DeliveryStory)),
        person.list(Service.BILLING, "/collections", Attempt, invoice_id=str(invoice_id)),
    )
    return page(
        request,
        "invoices/invoice.html",
        status=status_of(form),
        whole=whole.record,
        invoice=whole.record.invoice,
        deliveries=deliveries.items if deliveries else None,
        attempts=attempts.items,
        form=form,
        may_issue=may_issue(person),
    )
