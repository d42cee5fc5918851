"""Support tickets: what a customer asks, until it is answered."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from kontor_contracts.event import Event
from kontor_contracts.tasks.action import Priority
from kontor_contracts.topics import INBOUND_TICKET, TASKS_TICKET
from kontor_contracts.values import Value


class TicketState(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in-progress"
    #: For the customer's answer.
    WAITING = "waiting"
    CLOSED = "closed"


class Origin(StrEnum):
    """Who opened a ticket."""

    PORTAL = "portal"
    STAFF = "staff"
    SYSTEM = "system"


class Ticket(Value):
    """The public state of a ticket; messages and internal notes stay in the service."""

    id: UUID
    version: int
    #: People see it as `T-000123`.
    number: str
    party_id: UUID
    subject: str
    state: TicketState = TicketState.OPEN
    priority: Priority = Priority.NORMAL
    origin: Origin
    #: The contact, member or system that opened it.
    opened_by: str
    opened_at: datetime
    role: str = "support"
    assignee_id: UUID | None = None
    #: Messages that the customer sees.
    messages: int = 0
    last_message_at: datetime | None = None
    changed_at: datetime


class TicketEvent(Event):
    """Carries the ticket's public state; a replica is replaced by a newer version."""

    ticket: Ticket

    @property
    def subject(self) -> str:
        return str(self.ticket.id)

    @property
    def order(self) -> int:
        return self.ticket.version


class TicketOpened(TicketEvent, topic=TASKS_TICKET):
    """A contact, a member or another system opened a ticket. Sent once per ticket."""


class TicketChanged(TicketEvent, topic=TASKS_TICKET):
    """A message came, or state, assignee or priority changed; also when it was opened again."""


class TicketClosed(TicketEvent, topic=TASKS_TICKET):
    """The ticket was closed."""


class TicketReported(Event, topic=INBOUND_TICKET):
    """Another system reports a customer's problem. Sent once per `report_id`.

    It names the party by id or by account number; of an unknown one it is parked.
    """

    #: Chosen by the sender: the same again is the same ticket.
    report_id: str
    party_id: UUID | None = None
    account_number: str = ""
    title: str
    text: str
    #: The reporting system, as people know it.
    reporter: str
    priority: Priority = Priority.NORMAL

    @property
    def subject(self) -> str:
        return self.report_id

    @property
    def key(self) -> str:
        return str(self.party_id or self.account_number)
