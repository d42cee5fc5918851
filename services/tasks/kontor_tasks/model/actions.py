"""How an action begins, changes, changes hands and ends."""

from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from kontor_contracts.errors import ConflictError, FieldError, InvalidInputError
from kontor_contracts.tasks.action import (
    FINISHED,
    Action,
    ActionChanged,
    ActionCompleted,
    ActionEvent,
    ActionOverdue,
    ActionPlanned,
    ActionState,
)

from kontor_tasks.model.action_fields import ActionFields, HandOver
from kontor_tasks.model.calendar import day_of


class FinishedActionError(ConflictError):
    """A finished action stays as it is until somebody opens it again."""


def planned(fields: ActionFields, action_id: UUID, zone: ZoneInfo) -> Action:
    """The first version of an action that a person enters."""
    written = fields.model_dump()
    return Action.model_validate(
        {**written, "id": action_id, "version": 1, "due_on": due_day(fields, zone)}
    )


def changed(action: Action, fields: ActionFields, zone: ZoneInfo) -> Action:
    """The action with new fields; another due day or moment is not overdue yet."""
    _refuse_finished(action)
    written = fields.model_dump() | {"due_on": due_day(fields, zone)}
    following = action.model_copy(update=written)
    if (following.due_on, following.due_at) != (action.due_on, action.due_at):
        following = following.model_copy(update={"overdue_since": None})
    return following


def due_day(fields: ActionFields, zone: ZoneInfo) -> date:
    """The civil day; InvalidInputError when neither day nor moment is there."""
    if fields.due_at:
        return day_of(fields.due_at, zone)
    if fields.due_on is None:
        raise InvalidInputError(
            "An action needs a due day.",
            fields=[FieldError("due_on", "required", "is required where there is no due_at")],
        )
    return fields.due_on


def moved(action: Action, state: ActionState) -> Action:
    """The action in another state; a finished one can only be opened again."""
    if action.state is not state and state is not ActionState.OPEN:
        _refuse_finished(action)
    return action.model_copy(update={"state": state})


def handed_over(action: Action, to: HandOver) -> Action:
    """The action in other hands; the role stays where none is named."""
    _refuse_finished(action)
    if to.assignee_id is None and not to.role:
        raise InvalidInputError(
            "Name a member or a role.",
            fields=[FieldError("assignee_id", "required", "is required where there is no role")],
        )
    return action.model_copy(update={"assignee_id": to.assignee_id, "role": to.role or action.role})


def _refuse_finished(action: Action) -> None:
    if action.state in FINISHED:
        raise FinishedActionError(f"The action is {action.state}; open it again first.")


def event_of(before: Action | None, after: Action) -> ActionEvent:
    """The fact that a step from `before` to `after` is."""
    if before is None:
        return ActionPlanned(action=after)
    if after.is_finished and not before.is_finished:
        return ActionCompleted(action=after)
    if after.overdue_since and not before.overdue_since:
        return ActionOverdue(action=after)
    return ActionChanged(action=after)
