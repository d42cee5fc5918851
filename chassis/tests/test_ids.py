"""Ids tell when they were made, and so whether their first fact can have been published."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from kontor_chassis.clock import now
from kontor_chassis.ids import PUBLISHED_AFTER, derived_id, made_at, may_be_unpublished, new_id

#: The example of RFC 9562, appendix A.6.
EXAMPLE = UUID("017F22E2-79B0-7CC3-98C4-DC0C0C07398F")
MADE = datetime(2022, 2, 22, 19, 22, 22, tzinfo=UTC)


def test_an_id_tells_when_it_was_made() -> None:
    assert made_at(EXAMPLE) == MADE


def test_an_id_that_is_not_ordered_by_time_tells_nothing() -> None:
    assert made_at(uuid4()) is None
    assert not may_be_unpublished(derived_id(EXAMPLE, "cause"), now())


def test_a_record_of_this_moment_may_be_unpublished() -> None:
    assert may_be_unpublished(new_id(), now())


def test_an_old_record_was_published_long_ago() -> None:
    assert may_be_unpublished(EXAMPLE, MADE + PUBLISHED_AFTER - timedelta(seconds=1))
    assert not may_be_unpublished(EXAMPLE, MADE + PUBLISHED_AFTER)


def test_an_id_of_a_clock_that_is_far_ahead_is_not_waited_for() -> None:
    assert not may_be_unpublished(EXAMPLE, MADE - PUBLISHED_AFTER)
