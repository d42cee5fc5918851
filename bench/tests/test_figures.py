"""What is measured is kept whole, beside what was measured before."""

import json
from pathlib import Path

import pytest
from kontor_bench.figures import Figure, readable, write
from kontor_bench.usage import Usage, busy_seconds


def test_a_figure_measured_again_replaces_its_predecessor_and_leaves_the_others(
    tmp_path: Path,
) -> None:
    file = tmp_path / "bench.json"
    write([Figure("mails", 100, "mails/s"), Figure("import", 900, "rows/s")], file)
    write([Figure("mails", 120.5, "mails/s", "faster")], file)
    assert json.loads(file.read_text()) == {
        "mails": {"value": 120.5, "unit": "mails/s"},
        "import": {"value": 900, "unit": "rows/s"},
    }
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (0.6561, "0.656"), (30.84, "30.8"), (312.4, "312"), (11407.3, "11 407")],
)
def test_figures_are_read_with_three_digits_and_thousands_apart(value: float, text: str) -> None:
    assert readable(value) == text


def test_a_process_never_uses_more_than_the_whole_machine() -> None:
    everything = busy_seconds()
    sum(range(1_000_000))
    assert 0 < Usage.of(1).seconds <= busy_seconds()
    assert everything <= busy_seconds()
