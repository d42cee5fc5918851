"""A member's own actions as iCalendar (RFC 5545), for any calendar program."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from icalendar import Calendar, Event
from kontor_contracts.tasks.action import Action, ActionState, Priority
from kontor_contracts.values import Value

#: How far back the feed goes, in days.
KEPT_DAYS = 180
#: What an action with a time takes up in a calendar.
LENGTH = timedelta(minutes=30)
#: RFC 5545, 3.8.1.9: 1 is the highest, 9 the lowest.
PRIORITIES = {Priority.URGENT: 1, Priority.HIGH: 3, Priority.NORMAL: 5, Priority.LOW: 9}
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)


class Feed(Value):
    """A member's link: only its token's hash is kept."""

    id: UUID
    token_sha256: str
    created_at: datetime


class FeedState(Value):
    """Whether there is a link; the link itself is told once, when it is made."""

    active: bool
    created_at: datetime | None = None
    path: str = ""


def calendar_of(actions: Sequence[Action], name: str) -> bytes:
    """The same bytes for the same actions. Done ones are ticked, others that ended cancelled."""
    calendar = Calendar()
    calendar.add("prodid", "-//Kontor//tasks//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for action in actions:
        calendar.add_component(_entry(action))
    return bytes(calendar.to_ical())


def _entry(action: Action) -> Event:
    entry = Event()
    entry.add("uid", f"{action.id}@kontor")
    entry.add("sequence", action.version)
    entry.add("dtstamp", action.changed_at or UNDATED)
    entry.add("last-modified", action.changed_at or UNDATED)
    entry.add("dtstart", action.due_at or action.due_on)
    entry.add("dtend", _end(action))
    entry.add("summary", _summary(action))
    if action.description:
        entry.add("description", action.description)
    entry.add("priority", PRIORITIES[action.priority])
    entry.add("status", "CANCELLED" if _is_off(action) else "CONFIRMED")
    entry.add("transp", "OPAQUE" if action.due_at and not action.is_finished else "TRANSPARENT")
    return entry


def _end(action: Action) -> date | datetime:
    return action.due_at + LENGTH if action.due_at else action.due_on + timedelta(days=1)


def _summary(action: Action) -> str:
    return f"✓ {action.title}" if action.state is ActionState.DONE else action.title


def _is_off(action: Action) -> bool:
    return action.state in {ActionState.CANCELLED, ActionState.SKIPPED}
