"""Days, views and what is overdue, against the tz database itself."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kontor_contracts.tasks.action import FINISHED, ActionState
from kontor_tasks.model.calendar import (
    View,
    day_begins,
    day_of,
    days_of,
    is_overdue,
    last_day_over,
    overdue_from,
)
from kontor_tasks.testing.records import an_action

#: Every place of the tz database; the first ones have their changes at or near midnight.
ZONES = [
    "Europe/Berlin",
    "America/Santiago",
    "Africa/Cairo",
    "America/Havana",
    "Asia/Beirut",
    "Pacific/Apia",
    "Australia/Lord_Howe",
    *sorted(available_timezones()),
]
zones = st.sampled_from(ZONES).map(ZoneInfo)
days = st.dates(date(2005, 1, 1), date(2040, 12, 30))
moments = st.integers(1_104_537_600, 2_240_438_400).map(
    lambda second: datetime.fromtimestamp(second, UTC)
)
MINUTE = timedelta(minutes=1)


def local_days(start: datetime, minutes: int, zone: ZoneInfo) -> list[date]:
    """The civil day at every minute, straight from the tz database."""
    return [(start + one * MINUTE).astimezone(zone).date() for one in range(minutes)]


@given(days, zones)
def test_a_day_begins_with_the_first_instant_that_the_tz_database_calls_by_it(
    day: date, zone: ZoneInfo
) -> None:
    begins = day_begins(day, zone)
    assert all(one < day for one in local_days(begins - 3 * 60 * MINUTE, 180, zone))
    reached = begins.astimezone(zone).date()
    skipped_by_the_date_line = zone.key.startswith(("Pacific/", "Kwajalein"))
    assert reached == day or (skipped_by_the_date_line and reached > day)


@given(moments, zones)
def test_what_is_over_agrees_with_the_local_date(now: datetime, zone: ZoneInfo) -> None:
    over = last_day_over(now, zone)
    assert day_begins(over + timedelta(days=1), zone) <= now
    assert now < day_begins(over + timedelta(days=2), zone)
    assert day_of(now, zone) - over in (timedelta(0), timedelta(days=1))


@given(moments, days, zones)
def test_overdue_begins_at_one_instant_and_stays(
    now: datetime, due_on: date, zone: ZoneInfo
) -> None:
    action = an_action().model_copy(update={"due_on": due_on})
    begins = overdue_from(action, zone)
    assert not is_overdue(action, begins - timedelta(microseconds=1), zone)
    assert is_overdue(action, begins, zone)
    assert is_overdue(action, now, zone) == (begins <= now)


@given(moments, moments, zones)
def test_an_action_with_a_time_is_overdue_from_that_moment_in_every_zone(
    due_at: datetime, now: datetime, zone: ZoneInfo
) -> None:
    action = an_action(due_at=due_at).model_copy(update={"due_on": day_of(due_at, zone)})
    assert is_overdue(action, now, zone) == (due_at <= now)


@pytest.mark.parametrize("state", sorted(FINISHED))
def test_what_is_finished_is_never_overdue(state: ActionState) -> None:
    action = an_action(days=-400, state=state)
    assert not is_overdue(action, datetime(2040, 1, 1, tzinfo=UTC), ZoneInfo("UTC"))


@pytest.mark.parametrize(
    ("due_on", "last_minute"),
    [
        (date(2026, 3, 29), datetime(2026, 3, 29, 21, 59, tzinfo=UTC)),  # 23 hours long
        (date(2026, 10, 25), datetime(2026, 10, 25, 22, 59, tzinfo=UTC)),  # 25 hours long
        (date(2026, 7, 1), datetime(2026, 7, 1, 21, 59, tzinfo=UTC)),
        (date(2026, 12, 31), datetime(2026, 12, 31, 22, 59, tzinfo=UTC)),
    ],
)
def test_in_berlin_a_day_ends_at_its_own_midnight_summer_and_winter(
    due_on: date, last_minute: datetime
) -> None:
    action = an_action().model_copy(update={"due_on": due_on})
    zone = ZoneInfo("Europe/Berlin")
    assert not is_overdue(action, last_minute, zone)
    assert is_overdue(action, last_minute + MINUTE, zone)


@given(days)
def test_a_view_holds_its_day_and_views_leave_no_gap(day: date) -> None:
    for view in View:
        shown = days_of(view, day)
        assert shown.first <= day <= shown.last
    month, week = days_of(View.MONTH, day), days_of(View.WEEK, day)
    assert (month.first.day, (month.last + timedelta(days=1)).day) == (1, 1)
    assert (week.first.weekday(), (week.last - week.first).days) == (0, 6)
    following = days_of(View.WEEK, week.last + timedelta(days=1))
    assert following.first == week.last + timedelta(days=1)
