"""Dated actions for the team."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from kontor_contracts.event import Event
from kontor_contracts.topics import TASKS_ACTION
from kontor_contracts.values import Value


class ActionState(StrEnum):
    OPEN = "open"
    STARTED = "started"
    WAITING = "waiting"
    DONE = "done"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"


class Action(Value):
    """Something a person must do by a day."""

    id: UUID
    version: int
    kind: str
    title: str
    description: str = ""
    due_on: date
    state: ActionState = ActionState.OPEN
    party_id: UUID | None = None
    invoice_id: UUID | None = None
    #: Role that takes it while no member does.
    role: str = ""


class ActionPlanned(Event, topic=TASKS_ACTION):
    """An action was entered by a person or opened by a fact. Sent once per action."""

    action: Action

    @property
    def subject(self) -> str:
        return str(self.action.id)

    @property
    def order(self) -> int:
        return self.action.version
