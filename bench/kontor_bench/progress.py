"""One line per measurement while they run."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn


class Bar:
    """The line of one measurement."""

    def __init__(self, progress: Progress, name: str) -> None:
        self._progress = progress
        self._task = progress.add_task(name, total=None, step="")

    def step(self, text: str) -> None:
        self._progress.reset(self._task, start=False, total=None, step=text)
        self._progress.start_task(self._task)

    def at(self, done: int, total: int) -> None:
        self._progress.update(self._task, completed=done, total=total)

    def finished(self) -> None:
        self._progress.update(self._task, completed=1, total=1, step="")


@contextmanager
def shown(console: Console) -> Iterator[Progress]:
    columns = (
        TextColumn("{task.description:<12}"),
        BarColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[step]}"),
    )
    with Progress(*columns, console=console) as progress:
        yield progress
