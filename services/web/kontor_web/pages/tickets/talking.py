"""One ticket: what was said on it, an answer, and its next state."""

import asyncio
from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response

from kontor_web.access import Person, SignedIn
from kontor_web.forms import Field, Form, Frame, Kind, Section, new_form, sent_form, typed_in
from kontor_web.forms.saving import saved, status_of
from kontor_web.languages import marked
from kontor_web.pages.tickets.records import (
    PATH,
    Attachment,
    Message,
    TicketView,
    stored_ticket,
)
from kontor_web.rendering import page, redirected
from kontor_web.settings import Service

routes = APIRouter()
TEXT = Field("text", marked("Antwort"), kind=Kind.AREA, required=True, width="full")
INTERNAL = Field(
    "internal",
    marked("Interne Notiz"),
    kind=Kind.CHECK,
    width="full",
    hint=marked("Sieht nur das Team; im Kundenportal steht sie nicht."),
)
ANSWER = Frame((Section("", (TEXT, INTERNAL)),))
#: What a button beside the ticket may change.
STEPS = ("state", "assignee_id")


@routes.get("/tickets/{ticket_id}")
async def show(request: Request, ticket_id: UUID, person: SignedIn) -> Response:
    return await _shown(request, ticket_id, person, new_form(ANSWER))


@routes.post("/tickets/{ticket_id}")
async def answer(request: Request, ticket_id: UUID, person: SignedIn) -> Response:
    form = sent_form(ANSWER, await typed_in(request))
    path = f"{PATH}/{ticket_id}"
    body = ANSWER.written(form.typed, {})
    save = partial(person.create, Service.TASKS, f"{path}/messages", body, once=form.once)
    done, form = await saved(form, save)
    if done is not None:
        return redirected(path, told="noted" if form.typed.checked(INTERNAL.path) else "said")
    return await _shown(request, ticket_id, person, form, status_of(form))


@routes.post("/tickets/{ticket_id}/step")
async def take_step(request: Request, ticket_id: UUID, person: SignedIn) -> Response:
    """Work on it, wait for the customer, close it, open it again; or take it over."""
    typed = await typed_in(request)
    stored = await stored_ticket(person, ticket_id)
    changes = {name: typed.one(name) for name in STEPS if typed.one(name)}
    path = f"{PATH}/{ticket_id}"
    body, version = {**stored.record, **changes}, typed.number("version")
    await person.replace(Service.TASKS, path, body, version=version)
    return redirected(path, told="saved")


@routes.get("/tickets/{ticket_id}/attachments/{attachment_id}")
async def download(ticket_id: UUID, attachment_id: UUID, person: SignedIn) -> Response:
    """The file, to be saved and never shown in place."""
    path = f"{PATH}/{ticket_id}/attachments/{attachment_id}"
    found = await person.fetch(Service.TASKS, path)
    kept = ("content-disposition", "content-type")
    headers = {name: found.headers[name] for name in kept if name in found.headers}
    return Response(found.content, headers=headers)


async def _shown(
    request: Request, ticket_id: UUID, person: Person, form: Form, status: int = 200
) -> Response:
    path = f"{PATH}/{ticket_id}"
    seen, messages, attachments = await asyncio.gather(
        person.read(Service.TASKS, path, TicketView),
        person.list(Service.TASKS, f"{path}/messages", Message),
        person.list(Service.TASKS, f"{path}/attachments", Attachment),
    )
    return page(
        request,
        "tickets/ticket.html",
        status=status,
        ticket=seen.record,
        messages=messages.items,
        attachments=attachments.items,
        form=form,
    )
