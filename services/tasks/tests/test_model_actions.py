"""How actions begin, change and end."""

from datetime import UTC, date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from kontor_contracts.errors import InvalidInputError
from kontor_contracts.tasks.action import FINISHED, ActionState
from kontor_tasks.model.action_fields import ActionFields, HandOver
from kontor_tasks.model.actions import (
    FinishedActionError,
    changed,
    event_of,
    handed_over,
    moved,
    planned,
)
from kontor_tasks.model.history import changes_between
from kontor_tasks.testing.records import TODAY, an_action
from pydantic import ValidationError

BERLIN = ZoneInfo("Europe/Berlin")
UNFINISHED = set(ActionState) - FINISHED


def test_an_action_with_a_time_is_due_on_the_day_it_is_where_the_organisation_is() -> None:
    late = datetime(2026, 11, 4, 23, 30, tzinfo=UTC)
    action = planned(ActionFields(title="Call", due_at=late), uuid4(), BERLIN)
    assert (action.due_on, action.due_at) == (date(2026, 11, 5), late)


def test_an_action_without_a_day_is_refused() -> None:
    with pytest.raises(InvalidInputError) as refused:
        planned(ActionFields(title="Call"), uuid4(), BERLIN)
    assert [one.field for one in refused.value.fields] == ["due_on"]


@pytest.mark.parametrize("title", ["", "   ", "two\nlines", "bell\x07", "x" * 201, "\u202eevil"])
def test_a_title_is_one_printable_line(title: str) -> None:
    with pytest.raises(ValidationError):
        ActionFields(title=title, due_on=TODAY)


def test_another_due_day_takes_overdue_back() -> None:
    late = an_action(overdue_since=datetime(2026, 11, 5, tzinfo=UTC))
    fields = ActionFields(title=late.title, kind=late.kind, due_on=date(2026, 12, 1))
    assert changed(late, fields, BERLIN).overdue_since is None
    same = ActionFields(title="Other words", kind=late.kind, due_on=late.due_on)
    assert changed(late, same, BERLIN).overdue_since == late.overdue_since


@pytest.mark.parametrize("state", sorted(FINISHED))
def test_a_finished_action_changes_only_by_being_opened_again(state: ActionState) -> None:
    action = an_action(state=state)
    assert moved(action, ActionState.OPEN).state is ActionState.OPEN
    for other in set(ActionState) - {state, ActionState.OPEN}:
        with pytest.raises(FinishedActionError):
            moved(action, other)
    with pytest.raises(FinishedActionError):
        handed_over(action, HandOver(role="sales"))


@pytest.mark.parametrize("state", sorted(UNFINISHED))
def test_an_unfinished_action_goes_to_any_state(state: ActionState) -> None:
    for other in ActionState:
        assert moved(an_action(state=state), other).state is other


def test_a_hand_over_names_a_member_or_a_role() -> None:
    member = uuid4()
    action = an_action(role="support", assignee_id=uuid4())
    assert handed_over(action, HandOver(role="sales")).assignee_id is None
    to_member = handed_over(action, HandOver(assignee_id=member))
    assert (to_member.assignee_id, to_member.role) == (member, "support")
    with pytest.raises(InvalidInputError):
        handed_over(action, HandOver())


def test_each_step_is_one_fact() -> None:
    action = an_action()
    done = action.model_copy(update={"state": ActionState.DONE})
    late = action.model_copy(update={"overdue_since": datetime(2026, 11, 5, tzinfo=UTC)})
    assert event_of(None, action).type == "action-planned"
    assert event_of(action, done).type == "action-completed"
    assert event_of(done, action).type == "action-changed"
    assert event_of(action, late).type == "action-overdue"


def test_history_tells_each_field_before_and_after() -> None:
    action = an_action(role="sales")
    after = action.model_copy(update={"role": "", "title": "Mail", "version": 2})
    told = {one.field: (one.before, one.after) for one in changes_between(action, after)}
    assert told == {"title": ("Call", "Mail"), "role": ("sales", None)}
