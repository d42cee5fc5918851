"""Growth per second, from the first to the last."""

from collections.abc import Awaitable, Callable, Iterator

import pytest
from kontor_bench import pace
from kontor_bench.progress import Bar, shown
from rich.console import Console


@pytest.fixture
def bar() -> Iterator[Bar]:
    with shown(Console(quiet=True)) as progress:
        yield Bar(progress, "test")


def answers(*values: int) -> Callable[[], Awaitable[int]]:
    """One after the other, the last for ever."""
    left = list(values)

    async def count() -> int:
        return left.pop(0) if len(left) > 1 else left[0]

    return count


async def test_what_was_there_before_does_not_count(bar: Bar) -> None:
    assert 0 < await pace.rate(answers(50, 50, 51, 51, 51, 60), 60, bar) < 9 / pace.POLL_SECONDS


async def test_a_standstill_ends_the_measurement(bar: Bar, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "PATIENCE_SECONDS", 0.1)
    with pytest.raises(pace.StandstillError, match="3 of 5"):
        await pace.reached(answers(1, 2, 3), 5, bar)
