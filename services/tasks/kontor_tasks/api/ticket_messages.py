"""Routes of what is said on a ticket."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from kontor_chassis.http import Page, once
from kontor_chassis.http.access import bound_to
from kontor_chassis.transaction import Once

from kontor_tasks.api.callers import TicketUser, sender_of
from kontor_tasks.model.ticket_fields import NewMessage
from kontor_tasks.model.tickets import Message
from kontor_tasks.usecases import tickets
from kontor_tasks.usecases.desk import Desk

OnceMessage = Annotated[Once | None, Depends(once(Message))]


def router(desk: Desk) -> APIRouter:
    routes = APIRouter(tags=["tickets"])

    @routes.post("/tickets/{ticket_id}/messages", status_code=201)
    async def say(
        ticket_id: UUID, fields: NewMessage, caller: TicketUser, key: OnceMessage
    ) -> Message:
        """Answer, or note something for the team alone; the customer's word opens it again."""
        bound = bound_to(caller)
        return await tickets.say(
            desk, ticket_id, fields, sender_of(caller), party_id=bound, once=key
        )

    @routes.get("/tickets/{ticket_id}/messages")
    async def list_messages(ticket_id: UUID, caller: TicketUser) -> Page[Message]:
        """In order; internal notes are for the team alone."""
        found = await tickets.messages(desk, ticket_id, party_id=bound_to(caller))
        return Page(items=found)

    return routes
