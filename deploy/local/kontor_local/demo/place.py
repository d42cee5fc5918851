"""The demo's own directory: alone in it, emptied when wanted."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from kontor_local.orphans import end_orphans
from kontor_local.supervisor import AlreadyRunningError, locked

#: What `make run` works on: its ports are the demo's ports.
RUN_DIRECTORY = Path("var")


@contextlib.contextmanager
def beside_no_run() -> Iterator[None]:
    """Keep `make run` from starting meanwhile; AlreadyRunningError when it is there already."""
    try:
        with locked(RUN_DIRECTORY / "run"):
            yield
    except AlreadyRunningError as running:
        raise AlreadyRunningError(
            f"{running} Stop it first (Ctrl-C where `make run` runs): the demo uses its ports."
        ) from None


def emptied(directory: Path) -> None:
    """Remove what an earlier demo left, once nothing works on it any more."""
    run = directory / "run"
    with locked(run):
        end_orphans(directory)
        for entry in directory.iterdir():
            if entry.is_dir() and entry != run:
                shutil.rmtree(entry)
            elif entry != run:
                entry.unlink()
