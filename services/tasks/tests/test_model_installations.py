"""Standard installations: order, delays, slots, progress."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kontor_contracts.billing.installation import (
    Installation,
    InstallationPhase,
    InstallationTask,
    Unlocking,
)
from kontor_tasks.model.installation_view import view_of
from kontor_tasks.model.installations import (
    StartedInstallation,
    TaskState,
    action_of,
    after_finishing,
    next_opening,
    opened,
    started,
)
from kontor_tasks.testing.records import TODAY, a_phase, a_task, an_activation, an_installation
from pydantic import ValidationError

LATER = TODAY + timedelta(days=1)


def start(installation: Installation) -> StartedInstallation:
    return opened(started(an_activation(installation), installation, TODAY), TODAY)[0]


def states(installation: StartedInstallation) -> dict[str, str]:
    return {task.key: task.state.value for task in installation.tasks}


def finish(installation: StartedInstallation, key: str, day: date = LATER) -> StartedInstallation:
    return opened(after_finishing(installation, key, day), day)[0]


def test_the_first_phase_opens_at_once_and_the_next_when_it_is_finished() -> None:
    begun = start(
        an_installation(a_phase("one", a_task("a"), a_task("b")), a_phase("two", a_task("c")))
    )
    assert states(begun) == {"a": "open", "b": "open", "c": "locked"}
    half = finish(begun, "a")
    assert states(half)["c"] == "locked"
    assert states(finish(half, "b")) == {"a": "finished", "b": "finished", "c": "open"}


def test_a_phase_waits_for_its_delay() -> None:
    begun = start(
        an_installation(a_phase("one", a_task("a")), a_phase("two", a_task("b"), delay_days=3))
    )
    waiting = finish(begun, "a")
    assert states(waiting)["b"] == "locked"
    assert next_opening(waiting) == LATER + timedelta(days=3)
    early, none = opened(waiting, LATER + timedelta(days=2))
    assert (early, none) == (waiting, [])
    after, (task,) = opened(waiting, LATER + timedelta(days=3))
    assert (task.key, states(after)["b"], next_opening(after)) == ("b", "open", None)


def test_a_task_of_a_later_phase_may_open_at_once_or_after_one_task() -> None:
    at_once = a_task("order", unlocking=Unlocking.AT_ONCE)
    after_task = a_task("call", unlocking=Unlocking.AFTER_TASK, after="a")
    begun = start(
        an_installation(
            a_phase("one", a_task("a"), a_task("b")), a_phase("two", at_once, after_task)
        )
    )
    assert states(begun) == {"a": "open", "b": "open", "order": "open", "call": "locked"}
    assert states(finish(begun, "a"))["call"] == "open"


def test_an_empty_phase_holds_nothing_up() -> None:
    begun = start(
        an_installation(a_phase("one", a_task("a")), a_phase("two"), a_phase("three", a_task("b")))
    )
    assert states(finish(begun, "a"))["b"] == "open"


def test_what_was_unlocked_stays_so_when_a_task_is_taken_up_again() -> None:
    begun = start(an_installation(a_phase("one", a_task("a")), a_phase("two", a_task("b"))))
    again = after_finishing(finish(begun, "a"), "a", None)
    assert states(again) == {"a": "open", "b": "open"}


def test_a_task_is_for_the_member_in_its_slot_and_unassigned_when_that_is_empty() -> None:
    technician = uuid4()
    installation = an_installation(
        a_phase("one", a_task("a", role="technician"), a_task("b", role="sales"))
    )
    begun = started(an_activation(installation, technician=technician), installation, TODAY)
    first, second = (action_of(begun, task, TODAY, "") for task in installation.phases[0].tasks)
    assert (first.assignee_id, first.due_on) == (technician, date(2026, 11, 5))
    assert (second.assignee_id, second.role) == (None, "sales")
    assert first.id != second.id


def test_the_same_activation_makes_the_same_installation_and_actions() -> None:
    installation = an_installation(a_phase("one", a_task("a")))
    fact = an_activation(installation)
    first, again = (started(fact, installation, day) for day in (TODAY, LATER))
    assert first.id == again.id
    assert first.tasks[0].action_id == again.tasks[0].action_id


def test_progress_is_counted_per_phase_and_hides_actions_that_are_not_there_yet() -> None:
    begun = finish(
        start(
            an_installation(a_phase("one", a_task("a"), a_task("b")), a_phase("two", a_task("c")))
        ),
        "a",
    )
    shown = view_of(begun)
    assert (shown.done, shown.total) == (1, 3)
    assert [(phase.done, phase.total) for phase in shown.phases] == [(1, 2), (0, 1)]
    assert shown.phases[0].tasks[0].action_id is not None
    assert shown.phases[1].tasks[0].action_id is None


@pytest.mark.parametrize(
    "wrong",
    [
        a_task("b", unlocking=Unlocking.AFTER_TASK, after="b"),
        a_task("b", unlocking=Unlocking.AFTER_TASK, after="nowhere"),
        a_task("b", after="two"),
        a_task("a"),
    ],
)
def test_a_template_whose_tasks_wait_for_ever_or_share_a_key_is_none(
    wrong: InstallationTask,
) -> None:
    with pytest.raises(ValidationError):
        an_installation(a_phase("one", a_task("a")), a_phase("two", wrong))


@st.composite
def templates(draw: st.DrawFn) -> Installation:
    """Any phases whose tasks wait for whatever stands before them."""
    phases: list[InstallationPhase] = []
    keys: list[str] = []
    for number in range(draw(st.integers(1, 4))):
        tasks = []
        for _ in range(draw(st.integers(0, 3))):
            how = draw(st.sampled_from(Unlocking))
            after = ""
            if how is Unlocking.AFTER_TASK:
                if not keys:
                    continue
                after = draw(st.sampled_from(keys))
            if how is Unlocking.AFTER_PHASE:
                after = draw(st.sampled_from(["", *(phase.key for phase in phases)]))
            tasks.append(a_task(f"t{len(keys)}", unlocking=how, after=after))
            keys.append(tasks[-1].key)
        phases.append(a_phase(f"p{number}", *tasks, delay_days=draw(st.integers(0, 2))))
    return an_installation(*phases)


@given(templates(), st.randoms(use_true_random=False))
def test_every_installation_comes_to_its_end_each_task_open_once(
    template: Installation, random: object
) -> None:
    installation, tasks = opened(started(an_activation(template), template, TODAY), TODAY)
    day, seen = TODAY, [task.key for task in tasks]
    while waiting := [one.key for one in installation.tasks if one.state is not TaskState.FINISHED]:
        workable = [one.key for one in installation.tasks if one.state is TaskState.OPEN]
        if workable:
            key = random.choice(workable)  # type: ignore[attr-defined]
            installation = after_finishing(installation, key, day)
        else:
            assert next_opening(installation), waiting
            day += timedelta(days=1)
        installation, tasks = opened(installation, day)
        seen += [task.key for task in tasks]
    assert sorted(seen) == sorted(one.key for one in installation.tasks)
