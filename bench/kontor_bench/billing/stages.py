"""What a worker's own time goes into, stage by stage, from a profile of it."""

import pstats
from collections.abc import Iterator
from pathlib import Path

from kontor_bench.hot_spots import functions

#: The function, by file and name, in which a stage is spent.
STAGES = {
    "read": ("usecases/deciding.py", "decide_all"),
    "decide": ("model/decision.py", "decide"),
    "serialise": ("usecases/chunks.py", "_issued"),
    "write": ("kontor_chassis/transaction.py", "run"),
}
WHOLE = ("usecases/chunks.py", "bill_next_chunk")
#: What runs inside another stage is that stage's alone.
INSIDE = {"read": "decide", "write": "serialise"}


def stages(stats: pstats.Stats) -> Iterator[tuple[str, float]]:
    """Each stage in percent of the time that the worker spends on chunks, waiting left out."""
    spent = {name: seconds(stats, *where) for name, where in STAGES.items()}
    whole = seconds(stats, *WHOLE)
    own = {name: value - spent.get(INSIDE.get(name, ""), 0) for name, value in spent.items()}
    for name, value in own.items():
        yield name, 100 * value / whole
    yield "rest", 100 * (whole - sum(own.values())) / whole


def seconds(stats: pstats.Stats, file: str, name: str) -> float:
    """Seconds in the function with all that it calls."""
    found = [
        row[3]
        for function, row in functions(stats)
        if function[2] == name and Path(function[0]).as_posix().endswith(file)
    ]
    if len(found) != 1:
        raise LookupError(f"the profile knows {len(found)} functions {name} in {file}")
    return found[0]
