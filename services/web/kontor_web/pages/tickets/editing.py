"""What the team keeps of a ticket: its subject, state, priority, and who works on it."""

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
from kontor_web.pages.parties.fields import members_to_choose
from kontor_web.pages.parties.reading import read_team
from kontor_web.pages.tickets.records import PATH, TicketView, stored_ticket
from kontor_web.rendering import page, redirected
from kontor_web.settings import Service

routes = APIRouter()
TICKET = Section(
    "",
    (
        Field("subject", marked("Betreff"), required=True, width="full"),
        Field("state", marked("Stand"), kind=Kind.CHOICE, options=options_of(words.TICKET_STATE)),
        Field(
            "priority", marked("Priorität"), kind=Kind.CHOICE, options=options_of(words.PRIORITY)
        ),
        Field("assignee_id", marked("Zuständig"), kind=Kind.CHOICE),
    ),
)


async def _frame(person: Person) -> Frame:
    return Frame((TICKET,), options={"assignee_id": members_to_choose(await read_team(person))})


@routes.get("/tickets/{ticket_id}/edit")
async def ask(request: Request, ticket_id: UUID, person: SignedIn) -> Response:
    stored = await stored_ticket(person, ticket_id)
    form = new_form(await _frame(person), stored.record, version=stored.version)
    return await _shown(request, ticket_id, person, form)


@routes.post("/tickets/{ticket_id}/edit")
async def change(request: Request, ticket_id: UUID, person: SignedIn) -> Response:
    form = sent_form(await _frame(person), await typed_in(request))
    reread = partial(stored_ticket, person, ticket_id)
    written = form.frame.written(form.typed, (await reread()).record)
    body = {**written, "assignee_id": written.get("assignee_id") or None}
    path = f"{PATH}/{ticket_id}"
    save = partial(person.replace, Service.TASKS, path, body, version=form.version)
    answer, form = await saved(form, save, reread)
    if answer is not None:
        return redirected(path, told="saved")
    return await _shown(request, ticket_id, person, form, status_of(form))


async def _shown(
    request: Request, ticket_id: UUID, person: Person, form: Form, status: int = 200
) -> Response:
    seen = await person.read(Service.TASKS, f"{PATH}/{ticket_id}", TicketView)
    return page(request, "tickets/edit.html", status=status, ticket=seen.record, form=form)
