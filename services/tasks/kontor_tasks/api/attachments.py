"""Routes of files on tickets."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from kontor_chassis.http import Page, limited_body
from kontor_chassis.http.access import bound_to

from kontor_tasks.api.callers import TicketUser, sender_of
from kontor_tasks.model.attachments import LARGEST, Attachment, AttachmentTooLargeError
from kontor_tasks.usecases import attachments
from kontor_tasks.usecases.desk import Desk

ANY_TYPE = "application/octet-stream"
Name = Annotated[str, Query(min_length=1, max_length=400)]


def router(desk: Desk) -> APIRouter:
    routes = APIRouter(tags=["tickets"])
    _add_attaching(routes, desk)
    _add_reading(routes, desk)
    return routes


def _add_attaching(routes: APIRouter, desk: Desk) -> None:
    @routes.post(
        "/tickets/{ticket_id}/attachments",
        status_code=201,
        openapi_extra={"requestBody": {"required": True, "content": {ANY_TYPE: {}}}},
    )
    async def attach(
        ticket_id: UUID, name: Name, request: Request, caller: TicketUser, *, internal: bool = False
    ) -> Attachment:
        """Add a file: its bytes are the body. Its type is read from the content."""
        return await attachments.attach(
            desk,
            ticket_id,
            await limited_body(request, LARGEST, refusal=AttachmentTooLargeError),
            name,
            sender_of(caller),
            internal=internal,
            party_id=bound_to(caller),
        )


def _add_reading(routes: APIRouter, desk: Desk) -> None:
    @routes.get("/tickets/{ticket_id}/attachments")
    async def list_attachments(ticket_id: UUID, caller: TicketUser) -> Page[Attachment]:
        """In order; internal ones are for the team alone."""
        found = await attachments.listed(desk, ticket_id, party_id=bound_to(caller))
        return Page(items=found)

    @routes.get(
        "/tickets/{ticket_id}/attachments/{attachment_id}",
        response_class=Response,
        responses={200: {"content": {ANY_TYPE: {}}, "description": "The file"}},
    )
    async def read_attachment(ticket_id: UUID, attachment_id: UUID, caller: TicketUser) -> Response:
        """The file, to be saved and never shown in place."""
        bound = bound_to(caller)
        file, content = await attachments.read(desk, ticket_id, attachment_id, party_id=bound)
        headers = {
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}",
            "X-Content-Type-Options": "nosniff",
            "X-Media-Type": file.media_type,
        }
        return Response(content, media_type=ANY_TYPE, headers=headers)
