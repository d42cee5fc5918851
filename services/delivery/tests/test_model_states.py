"""Every state means something to people."""

from kontor_delivery.model.states import FAILED, Outcome, State, states_of


def test_asking_for_an_outcome_finds_every_state_behind_it() -> None:
    assert set(states_of("failed")) == FAILED
    assert State.TAKEN in states_of("waiting")


def test_asking_for_one_state_finds_that_state() -> None:
    assert states_of("queued") == (State.QUEUED,)


def test_each_state_belongs_to_one_outcome() -> None:
    by_outcome = [set(states_of(outcome)) for outcome in Outcome]
    assert set.union(*by_outcome) == set(State)
    assert sum(len(states) for states in by_outcome) == len(State)
