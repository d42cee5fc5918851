"""When yearly licences renew, against a walk over the days."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from kontor_billing.model.intervals import due_parts
from kontor_billing.model.licences import next_renewal, renewals_due
from kontor_billing.model.line_rules import line_errors
from kontor_billing.testing.records import a_folder, a_line
from kontor_contracts.billing.folder import FolderLine, FolderState

AT = datetime(2026, 11, 4, 9, tzinfo=UTC)
days = st.dates(date(2024, 1, 1), date(2028, 1, 1))


def a_licence(**changes: object) -> FolderLine:
    said = {"interval_months": 12, "renewal_notice_days": 30, "start": date(2026, 3, 1)}
    return a_line(**(said | changes))


@given(days, days)
def test_a_licence_renews_where_the_next_twelve_months_are_billed(start: date, today: date) -> None:
    line = a_licence(start=start)
    parts = due_parts(line, (), max(today, start) + timedelta(days=800))
    expected = min(one.span.start for one in parts[1:] if one.span.start > today)
    assert next_renewal(line, today) == expected


def test_a_licence_is_billed_whole_from_its_own_day_to_that_day_of_the_next_year() -> None:
    line = a_licence(start=date(2026, 3, 15))
    parts = due_parts(line, (), date(2027, 4, 1))
    assert [(one.span.start, one.span.end) for one in parts] == [
        (date(2026, 3, 15), date(2027, 3, 15)),
        (date(2027, 3, 15), date(2028, 3, 15)),
    ]
    assert [one.span.days == one.interval_days for one in parts] == [True, True]
    assert len(due_parts(line, (), date(2027, 3, 1))) == 1
    leap = a_licence(start=date(2024, 2, 29))
    renewals = [next_renewal(leap, date(year, 1, 1)) for year in (2025, 2028)]
    assert renewals == [date(2025, 2, 28), date(2028, 2, 29)]


def test_a_renewal_is_told_from_its_days_of_notice_on_until_it_comes() -> None:
    folder = a_folder(a_licence())
    told = {
        today: [one.renews_on for one in renewals_due(folder, today, AT)]
        for today in (date(2027, 1, 29), date(2027, 1, 30), date(2027, 2, 28), date(2027, 3, 1))
    }
    renews_on = date(2027, 3, 1)
    assert list(told.values()) == [[], [renews_on], [renews_on], []]


def test_a_licence_that_ends_and_a_folder_that_is_no_longer_served_renew_nothing() -> None:
    today = date(2027, 2, 20)
    ended = a_folder(a_licence(end=date(2027, 3, 1)))
    closed = a_folder(a_licence(), state=FolderState.CLOSED)
    draft = a_folder(a_licence(), state=FolderState.DRAFT)
    assert [list(renewals_due(one, today, AT)) for one in (ended, closed, draft)] == [[], [], []]


def test_only_a_line_of_twelve_months_is_a_licence() -> None:
    (wrong,) = line_errors(a_licence(interval_months=6))
    assert wrong.field == "renewal_notice_days"
    assert not list(line_errors(a_licence()))
