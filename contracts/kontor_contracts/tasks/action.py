"""Dated actions for the team."""

from datetime import date, datetime
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


#: Nobody has to do anything about these any more.
FINISHED = frozenset({ActionState.DONE, ActionState.CANCELLED, ActionState.SKIPPED})


class Priority(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class Action(Value):
    """Something a person must do by a day, or by a moment of it."""

    id: UUID
    version: int
    #: Key of a configured kind.
    kind: str
    title: str
    description: str = ""
    #: Civil day in the organisation's time zone; that of `due_at` where there is one.
    due_on: date
    due_at: datetime | None = None
    state: ActionState = ActionState.OPEN
    priority: Priority = Priority.NORMAL
    party_id: UUID | None = None
    folder_id: UUID | None = None
    invoice_id: UUID | None = None
    #: Role that takes it while no member does.
    role: str = ""
    #: The team member who does it.
    assignee_id: UUID | None = None
    #: The started standard installation that it belongs to, and its task there.
    installation_id: UUID | None = None
    installation_task: str = ""
    #: Since when it has been told as overdue; a later due day takes that back.
    overdue_since: datetime | None = None
    #: When this version was made.
    changed_at: datetime | None = None

    @property
    def is_finished(self) -> bool:
        return self.state in FINISHED


class ActionEvent(Event):
    """Carries the action's whole state; a replica is replaced by a newer version."""

    action: Action

    @property
    def subject(self) -> str:
        return str(self.action.id)

    @property
    def order(self) -> int:
        return self.action.version


class ActionPlanned(ActionEvent, topic=TASKS_ACTION):
    """An action was entered by a person or opened by a fact. Sent once per action."""


class ActionChanged(ActionEvent, topic=TASKS_ACTION):
    """Anything of an action changed but its completion: due day, assignee, state, words."""


class ActionCompleted(ActionEvent, topic=TASKS_ACTION):
    """An action was done, cancelled or skipped. Sent again when it was taken up in between."""


class ActionOverdue(ActionEvent, topic=TASKS_ACTION):
    """An unfinished action's due day, or moment, has passed. Sent once per due day or moment."""
