"""What people write about a ticket."""

from typing import ClassVar
from uuid import UUID

from kontor_contracts.tasks.action import Priority
from kontor_contracts.tasks.ticket import TicketState

from kontor_tasks.model.strict import Strict
from kontor_tasks.model.text import Label, Message, Title


class NewTicket(Strict):
    """A contact names no party: it is the contact's own."""

    party_id: UUID | None = None
    subject: Title
    text: Message
    priority: Priority = Priority.NORMAL


class TicketFields(Strict):
    """What the team may change."""

    read_only: ClassVar[frozenset[str]] = frozenset(
        {
            "id",
            "version",
            "number",
            "party_id",
            "origin",
            "opened_by",
            "opened_at",
            "messages",
            "last_message_at",
            "changed_at",
            "party_name",
            "assignee_name",
        }
    )

    subject: Title
    state: TicketState
    priority: Priority
    role: Label
    assignee_id: UUID | None = None


class NewMessage(Strict):
    """An internal note is for the team alone."""

    text: Message
    internal: bool = False
