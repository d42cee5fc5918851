"""Support tickets: how one is opened, answered, changed and closed."""

from datetime import datetime
from uuid import UUID

from kontor_contracts.tasks.action import Priority
from kontor_contracts.tasks.ticket import (
    Origin,
    Ticket,
    TicketChanged,
    TicketClosed,
    TicketEvent,
    TicketOpened,
    TicketState,
)
from kontor_contracts.values import Value

from kontor_tasks.model.ticket_fields import TicketFields


class Sender(Value):
    """Who opens a ticket or says something on it."""

    subject: str
    name: str
    origin: Origin

    @property
    def is_customer(self) -> bool:
        return self.origin is Origin.PORTAL


class Message(Value):
    """What somebody said on a ticket; internal ones are hidden from the customer."""

    id: UUID
    ticket_id: UUID
    at: datetime
    sender: Sender
    text: str
    internal: bool = False


class Opening(Value):
    """How a ticket begins, from whichever side."""

    id: UUID
    number: str
    party_id: UUID
    subject: str
    priority: Priority


class TicketView(Ticket):
    party_name: str = ""
    assignee_name: str = ""


def opened(opening: Opening, sender: Sender, at: datetime) -> Ticket:
    """The first version, with its first message counted."""
    return Ticket(
        **dict(opening),
        version=1,
        origin=sender.origin,
        opened_by=sender.name,
        opened_at=at,
        messages=1,
        last_message_at=at,
        changed_at=at,
    )


def changed(ticket: Ticket, fields: TicketFields) -> Ticket:
    return ticket.model_copy(update=dict(fields))


def answered(ticket: Ticket, message: Message) -> Ticket:
    """The ticket after a message: the customer's opens it again, an internal note changes none."""
    if message.internal:
        return ticket
    state = _state_after(ticket.state, by_customer=message.sender.is_customer)
    return ticket.model_copy(
        update={"messages": ticket.messages + 1, "last_message_at": message.at, "state": state}
    )


def _state_after(state: TicketState, *, by_customer: bool) -> TicketState:
    if by_customer and state in {TicketState.WAITING, TicketState.CLOSED}:
        return TicketState.OPEN
    return state


def event_of(before: Ticket | None, after: Ticket) -> TicketEvent:
    """The fact that a step from `before` to `after` is."""
    if before is None:
        return TicketOpened(ticket=after)
    if after.state is TicketState.CLOSED and before.state is not TicketState.CLOSED:
        return TicketClosed(ticket=after)
    return TicketChanged(ticket=after)


class TicketFilter(Value):
    """`unclosed`: those that somebody still works on. The latest come first."""

    state: TicketState | None = None
    unclosed: bool = False
    party_id: UUID | None = None
    assignee_id: UUID | None = None
    before: UUID | None = None
    limit: int = 50
