"""How long a session lasts."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kontor_customers.model.sessions import IDLE, LONGEST, SessionEndedError, opened, used

START = datetime(2026, 10, 1, 8, tzinfo=UTC)


def test_an_unused_session_ends() -> None:
    session = opened(uuid4(), uuid4(), "", START)
    assert used(session, START + IDLE - timedelta(seconds=1)).ends_at > session.ends_at
    with pytest.raises(SessionEndedError):
        used(session, START + IDLE)


@given(st.lists(st.integers(1, 11 * 60), max_size=120))
def test_no_use_makes_a_session_last_longer_than_the_longest(minutes: list[int]) -> None:
    session, now = opened(uuid4(), uuid4(), "", START), START
    for pause in minutes:
        now += timedelta(minutes=pause)
        if now >= session.ends_at:
            break
        session = used(session, now)
    assert session.ends_at <= START + LONGEST
