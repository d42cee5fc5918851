"""Days by the organisation's clock: where one begins, what is overdue, what a view shows."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from kontor_contracts.tasks.action import Action
from kontor_contracts.values import Value

DAY = timedelta(days=1)
AGENDA_DAYS = 30


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """The civil day of `moment`."""
    return moment.astimezone(zone).date()


def day_begins(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of `day`, also where its midnight is skipped or comes twice."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def last_day_over(now: datetime, zone: ZoneInfo) -> date:
    """The latest civil day that has ended."""
    today = day_of(now, zone)
    return today if day_begins(today + DAY, zone) <= now else today - DAY


def is_overdue(action: Action, now: datetime, zone: ZoneInfo) -> bool:
    """Whether its moment, or else its whole day, has passed unfinished."""
    if action.is_finished:
        return False
    if action.due_at:
        return action.due_at <= now
    return action.due_on <= last_day_over(now, zone)


def overdue_from(action: Action, zone: ZoneInfo) -> datetime:
    """The instant at which it becomes overdue."""
    return action.due_at or day_begins(action.due_on + DAY, zone)


class View(StrEnum):
    MONTH = "month"
    WEEK = "week"
    AGENDA = "agenda"


class Days(Value):
    """Civil days from `first` up to and including `last`."""

    first: date
    last: date


def days_of(view: View, day: date) -> Days:
    """The month or week (Monday first) around `day`, or the thirty days from it on."""
    match view:
        case View.MONTH:
            length = calendar.monthrange(day.year, day.month)[1]
            return Days(first=day.replace(day=1), last=day.replace(day=length))
        case View.WEEK:
            monday = day - day.weekday() * DAY
            return Days(first=monday, last=monday + 6 * DAY)
        case View.AGENDA:
            return Days(first=day, last=day + (AGENDA_DAYS - 1) * DAY)
