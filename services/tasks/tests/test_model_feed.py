"""The calendar as another parser reads it."""

from datetime import UTC, date, datetime, timedelta

import vobject
from hypothesis import given
from hypothesis import strategies as st
from kontor_contracts.tasks.action import Action, ActionState
from kontor_tasks.model.feed import calendar_of
from kontor_tasks.testing.records import TODAY, an_action

AT = datetime(2026, 11, 4, 8, 30, tzinfo=UTC)
texts = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=120)


def read(*actions: Action) -> list[vobject.base.Component]:
    parsed = vobject.readOne(calendar_of(actions, "Kontor: Ada").decode())
    assert parsed.prodid.value
    return list(parsed.contents.get("vevent", []))


def test_an_action_of_a_day_is_an_all_day_entry() -> None:
    action = an_action(changed_at=AT, description="Mind; the, signs\nand lines")
    (entry,) = read(action)
    assert (entry.dtstart.value, entry.dtend.value) == (TODAY, TODAY + timedelta(days=1))
    assert entry.summary.value == "Call"
    assert entry.description.value == "Mind; the, signs\nand lines"


def test_an_action_with_a_time_begins_at_that_moment() -> None:
    (entry,) = read(an_action(due_at=AT, changed_at=AT))
    assert entry.dtstart.value == AT


def test_an_entry_keeps_its_uid_and_counts_its_versions() -> None:
    action = an_action(changed_at=AT)
    later = action.model_copy(update={"version": 2, "due_on": date(2026, 12, 1)})
    (before,), (after,) = read(action), read(later)
    assert before.uid.value == after.uid.value
    assert (before.sequence.value, after.sequence.value) == ("1", "2")


def test_done_is_ticked_and_cancelled_says_so() -> None:
    done, off, skipped = (
        an_action(state=state)
        for state in (ActionState.DONE, ActionState.CANCELLED, ActionState.SKIPPED)
    )
    entries = {entry.uid.value: entry for entry in read(done, off, skipped, an_action())}
    assert entries[f"{done.id}@kontor"].summary.value == "✓ Call"
    assert entries[f"{off.id}@kontor"].status.value == "CANCELLED"
    assert entries[f"{skipped.id}@kontor"].status.value == "CANCELLED"


def test_an_empty_calendar_is_one_too() -> None:
    assert read() == []


def test_the_same_actions_make_the_same_bytes() -> None:
    action = an_action(changed_at=AT)
    assert calendar_of([action], "Ada") == calendar_of([action], "Ada")


@given(texts)
def test_any_words_come_through(words: str) -> None:
    (entry,) = read(an_action(title=words, description=words))
    assert entry.summary.value == words
    assert entry.description.value == words
