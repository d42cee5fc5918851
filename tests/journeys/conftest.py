"""The desk at which all journeys start."""

import pytest
from kontor_local.testing.everything import Everything
from kontor_local.testing.office import Office


@pytest.fixture
def office(whole: Everything) -> Office:
    """Of an own organisation that lacks nothing."""
    desk = Office(whole)
    desk.configure()
    return desk
