"""How long a worker rests when there is nothing to do."""

from itertools import pairwise

from kontor_chassis.worker import idle_rest


def test_the_rest_grows_while_nothing_comes_up_to_its_limit() -> None:
    rests = [idle_rest(quiet, first=0.2, longest=0.6) for quiet in range(100)]
    assert rests[0] == 0.2
    assert rests[-1] == 0.6
    assert all(earlier <= later for earlier, later in pairwise(rests))


def test_a_first_rest_longer_than_the_limit_stays_as_it_is() -> None:
    assert idle_rest(1000, first=30, longest=0.6) == 30
