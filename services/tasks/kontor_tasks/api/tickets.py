"""Routes of support tickets, for the team and for a party's contacts."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from kontor_chassis.http import Page, etag, once
from kontor_chassis.http.access import bound_to
from kontor_chassis.http.paging import next_cursor, read_id_cursor
from kontor_chassis.transaction import Once
from kontor_contracts.errors import NotAllowedError
from kontor_contracts.tasks.ticket import TicketState

from kontor_tasks.api.callers import (
    Cursor,
    Limit,
    SeenVersion,
    TicketUser,
    Worker,
    sender_of,
)
from kontor_tasks.model.history import Entry
from kontor_tasks.model.ticket_fields import NewTicket, TicketFields
from kontor_tasks.model.tickets import TicketFilter, TicketView
from kontor_tasks.usecases import tickets
from kontor_tasks.usecases.desk import Desk

OnceTicket = Annotated[Once | None, Depends(once(TicketView))]


def router(desk: Desk) -> APIRouter:
    routes = APIRouter(tags=["tickets"])

    @routes.post("/tickets", status_code=201)
    async def open_ticket(
        fields: NewTicket, caller: TicketUser, key: OnceTicket, response: Response
    ) -> TicketView:
        """Open a ticket; a contact's is its own party's."""
        own = _of_own_party(fields, bound_to(caller))
        ticket = await tickets.open_ticket(desk, own, sender_of(caller), once=key)
        response.headers["Location"] = f"/tickets/{ticket.id}"
        return _tagged(response, ticket)

    @routes.put("/tickets/{ticket_id}")
    async def change_ticket(
        ticket_id: UUID, fields: TicketFields, caller: Worker, seen: SeenVersion, response: Response
    ) -> TicketView:
        """State, priority, assignee, subject; If-Match names the version that was read."""
        sender = sender_of(caller)
        return _tagged(
            response, await tickets.change(desk, ticket_id, fields, seen=seen, sender=sender)
        )

    _add_reading(routes, desk)
    return routes


def _add_reading(routes: APIRouter, desk: Desk) -> None:
    @routes.get("/tickets")
    async def list_tickets(  # noqa: PLR0913  # one per filter
        caller: TicketUser,
        *,
        state: TicketState | None = None,
        unclosed: bool = False,
        party_id: UUID | None = None,
        assignee_id: UUID | None = None,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Page[TicketView]:
        """The latest first; a contact sees its own party's only."""
        asked = TicketFilter(
            state=state,
            unclosed=unclosed,
            party_id=bound_to(caller) or party_id,
            assignee_id=assignee_id,
            before=read_id_cursor(cursor),
            limit=limit,
        )
        found = await tickets.listed(desk, asked)
        return Page(items=found, next_cursor=next_cursor(found, limit, lambda one: one.id))

    @routes.get("/tickets/{ticket_id}")
    async def read_ticket(ticket_id: UUID, caller: TicketUser, response: Response) -> TicketView:
        """One ticket; 404 when it is another party's."""
        ticket = await tickets.read(desk, ticket_id, party_id=bound_to(caller))
        return _tagged(response, ticket)

    @routes.get("/tickets/{ticket_id}/history")
    async def read_ticket_history(
        ticket_id: UUID, _caller: Worker, limit: Limit = 50, cursor: Cursor = None
    ) -> Page[Entry]:
        """Who changed what, when and through which door; the latest first."""
        lines = await tickets.history(desk, ticket_id, before=read_id_cursor(cursor), limit=limit)
        return Page(items=lines, next_cursor=next_cursor(lines, limit, lambda one: one.id))


def _of_own_party(fields: NewTicket, own: UUID | None) -> NewTicket:
    if own is None:
        return fields
    if fields.party_id not in (None, own):
        raise NotAllowedError("a contact opens tickets of its own party")
    return fields.model_copy(update={"party_id": own})


def _tagged(response: Response, ticket: TicketView) -> TicketView:
    response.headers.update(etag(ticket.version))
    return ticket
