"""What a list of actions is narrowed to, and in which order it comes."""

from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import UUID

from kontor_contracts.tasks.action import Action, ActionState
from kontor_contracts.values import Value

#: Due key and id of the last action of the page before.
Position = tuple[str, UUID]


class Scope(StrEnum):
    """`mine`: assigned to me; `team`: to one of my roles, whoever of it does it."""

    MINE = "mine"
    TEAM = "team"


class Over(Value):
    """What is overdue at `moment`: days up to `last_day`, moments up to `moment`."""

    moment: datetime
    last_day: date


class Filter(Value):
    """Empty fields narrow nothing; the others all hold at once."""

    #: A part of the title.
    title: str = ""
    state: ActionState | None = None
    unfinished: bool = False
    kind: str = ""
    party_id: UUID | None = None
    folder_id: UUID | None = None
    assignee_id: UUID | None = None
    roles: tuple[str, ...] | None = None
    due_from: date | None = None
    due_until: date | None = None
    overdue: Over | None = None
    #: Unfinished ones that nobody does: of these who have left, or of no member and no team role.
    without_doer: tuple[UUID, ...] | None = None
    after: Position | None = None
    limit: int = 100


def due_key(action: Action) -> str:
    """Sorts by due day; within a day what has no time comes first, then by time."""
    if action.due_at is None:
        return action.due_on.isoformat()
    return f"{action.due_on.isoformat()} {action.due_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}"


def position_of(action: Action) -> Position:
    return due_key(action), action.id
