"""*Tickets*: open ones first, open a new one, answer."""

import asyncio
from datetime import datetime
from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response
from kontor_contracts.customers.party import PortalRight
from kontor_contracts.tasks.ticket import Ticket, TicketState
from kontor_contracts.values import Value

from kontor_web.forms import Field, Form, Frame, Kind, Section, new_form, sent_form, typed_in
from kontor_web.forms.saving import saved, status_of
from kontor_web.languages import marked
from kontor_web.portal.access import Guest, TicketGuest
from kontor_web.portal.showing import portal_page
from kontor_web.rendering import redirected
from kontor_web.settings import Service

routes = APIRouter()
MOST = "100"
SUBJECT = Field(path="subject", label=marked("Worum geht es?"), required=True, width="full")
TEXT = Field(
    path="text",
    label=marked("Was ist los?"),
    kind=Kind.AREA,
    required=True,
    width="full",
    hint=marked("Seit wann, an welchem Ort, was Sie schon versucht haben."),
)
NEW = Frame((Section(title="", fields=(SUBJECT, TEXT)),))
ANSWER = Frame(
    (
        Section(
            title="",
            fields=(
                Field(
                    path="text",
                    label=marked("Ihre Nachricht"),
                    kind=Kind.AREA,
                    required=True,
                    width="full",
                ),
            ),
        ),
    )
)


class Sender(Value):
    name: str
    origin: str


class Message(Value):
    id: UUID
    at: datetime
    sender: Sender
    text: str


@routes.get("/tickets")
async def list_tickets(request: Request, guest: TicketGuest) -> Response:
    found = await guest.list(Service.TASKS, "/tickets", Ticket, limit=MOST)
    ordered = sorted(found.items, key=lambda one: one.state is TicketState.CLOSED)
    return portal_page(request, guest, "tickets.html", tickets=ordered)


@routes.get("/tickets/new")
async def ask(request: Request, guest: TicketGuest) -> Response:
    return portal_page(request, guest, "new-ticket.html", form=new_form(NEW))


@routes.post("/tickets/new")
async def open_ticket(request: Request, guest: TicketGuest) -> Response:
    form = sent_form(NEW, await typed_in(request))
    body = {**NEW.written(form.typed, {}), "party_id": str(guest.contact.party_id)}
    save = partial(guest.create, Service.TASKS, "/tickets", body, once=form.once)
    answer, form = await saved(form, save)
    if answer is None:
        return portal_page(request, guest, "new-ticket.html", status=status_of(form), form=form)
    ticket = Ticket.model_validate_json(answer.content)
    return redirected(f"/portal/tickets/{ticket.id}", told="ticket-opened")


@routes.get("/tickets/{ticket_id}")
async def show(request: Request, ticket_id: UUID, guest: TicketGuest) -> Response:
    return await _shown(request, guest, ticket_id, new_form(ANSWER))


@routes.post("/tickets/{ticket_id}")
async def say(request: Request, ticket_id: UUID, guest: TicketGuest) -> Response:
    form = sent_form(ANSWER, await typed_in(request))
    path = f"/tickets/{ticket_id}/messages"
    body = ANSWER.written(form.typed, {})
    save = partial(guest.create, Service.TASKS, path, body, once=form.once)
    answer, form = await saved(form, save)
    if answer is None:
        return await _shown(request, guest, ticket_id, form, status_of(form))
    return redirected(f"/portal/tickets/{ticket_id}", told="said")


async def _shown(
    request: Request, guest: Guest, ticket_id: UUID, form: Form, status: int = 200
) -> Response:
    path = f"/tickets/{ticket_id}"
    ticket, messages = await asyncio.gather(
        guest.read(Service.TASKS, path, Ticket),
        guest.list(Service.TASKS, f"{path}/messages", Message),
    )
    return portal_page(
        request,
        guest,
        "ticket.html",
        status=status,
        ticket=ticket.record,
        messages=messages.items,
        form=form,
    )


async def open_tickets(guest: Guest) -> list[Ticket]:
    """What is being worked on; nothing without the right."""
    if not guest.may(PortalRight.TICKETS):
        return []
    found = await guest.list(Service.TASKS, "/tickets", Ticket, unclosed="true", limit="5")
    return found.items
