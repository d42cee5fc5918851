"""Who may do what, and how a caller is named in histories."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query
from kontor_chassis.http import Caller, Role, if_match, require
from kontor_chassis.http.access import is_contact, require_right
from kontor_contracts.customers.party import PortalRight
from kontor_contracts.errors import NotAllowedError
from kontor_contracts.tasks.ticket import Origin

from kontor_tasks.model.history import Author
from kontor_tasks.model.tickets import Sender

STAFF = (Role.ACCOUNTING, Role.SALES, Role.SUPPORT, Role.INTEGRATION)
Worker = Annotated[Caller, Depends(require(*STAFF))]
Admin = Annotated[Caller, Depends(require())]
SeenVersion = Annotated[int | None, Depends(if_match)]
Limit = Annotated[int, Query(ge=1, le=500)]
Cursor = Annotated[str | None, Query(max_length=2000)]


def author_of(caller: Caller) -> Author:
    """The caller as histories name it."""
    return Author(subject=caller.subject, name=caller.name, door="http")


def member_of(caller: Caller) -> UUID:
    """The caller's id as a team member; NotAllowedError for anybody else."""
    try:
        return UUID(caller.subject)
    except ValueError as error:
        raise NotAllowedError("only a member of the team has actions of its own") from error


#: The team, and of a party's contacts those with the right to tickets.
TicketUser = Annotated[Caller, Depends(require_right(PortalRight.TICKETS, *STAFF))]


def sender_of(caller: Caller) -> Sender:
    origin = Origin.PORTAL if is_contact(caller) else Origin.STAFF
    return Sender(subject=caller.subject, name=caller.name, origin=origin)
