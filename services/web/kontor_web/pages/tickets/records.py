"""What tasks answers about tickets, as the pages read it."""

from datetime import datetime
from uuid import UUID

from kontor_contracts.tasks.ticket import Origin, Ticket, TicketState
from kontor_contracts.values import Value
from pydantic import JsonValue

from kontor_web.access import Person
from kontor_web.services import Items, Seen
from kontor_web.settings import Service

PATH = "/tickets"


class TicketView(Ticket):
    party_name: str = ""
    assignee_name: str = ""

    @property
    def is_closed(self) -> bool:
        return self.state is TicketState.CLOSED


class Sender(Value):
    name: str
    origin: Origin


class Message(Value):
    at: datetime
    sender: Sender
    text: str
    internal: bool = False

    @property
    def is_ours(self) -> bool:
        return self.sender.origin is Origin.STAFF


class Attachment(Value):
    id: UUID
    name: str
    at: datetime
    sender: Sender
    internal: bool = False


async def stored_ticket(person: Person, ticket_id: UUID) -> Seen[dict[str, JsonValue]]:
    return await person.read_json(Service.TASKS, f"{PATH}/{ticket_id}")


async def unclosed_tickets_of(person: Person, party_id: UUID) -> Items[TicketView]:
    """The latest first."""
    where = {"party_id": str(party_id), "unclosed": "true"}
    return await person.list(Service.TASKS, PATH, TicketView, **where)
