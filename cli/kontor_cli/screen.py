"""What a command prints: tables for people, JSON for programs."""

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from pydantic import BaseModel, TypeAdapter
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from kontor_cli.client.problems import Problem
from kontor_cli.tables import problem_fields

ModelT = TypeVar("ModelT", bound=BaseModel)
ANY: TypeAdapter[object] = TypeAdapter(object)


#: Columns where no terminal says how many there are.
PIPE_WIDTH = 200


class Screen:
    """Answers go to standard output; problems and progress to standard error."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self._out = _console()
        self._error = _console(stderr=True)

    def show(self, answer: object, table: Callable[[], Table | str]) -> None:
        if self.as_json:
            self._out.print_json(json.dumps(ANY.dump_python(answer, mode="json")))
        else:
            self._out.print(table(), highlight=False)

    def list(self, items: Iterable[ModelT], table: Callable[[Sequence[ModelT]], Table]) -> None:
        found = list(items)
        self.show(found, lambda: table(found))

    def aside(self, *tables: Table) -> None:
        """Further tables for people, each where it has rows."""
        for table in tables:
            if table.row_count and not self.as_json:
                self._out.print(table, highlight=False)

    def problem(self, problem: Problem) -> None:
        """Every wrong field by its name."""
        if self.as_json:
            self._error.print_json(problem.model_dump_json())
            return
        self._error.print(f"[red]{problem.title}.[/red] {problem.detail}", highlight=False)
        if problem.fields:
            self._error.print(problem_fields(problem.fields))

    def failure(self, text: str) -> None:
        self._error.print(f"[red]{text}[/red]", highlight=False)

    @contextlib.contextmanager
    def busy(self, text: str) -> Iterator[None]:
        """Say so while something of unknown length goes on."""
        with contextlib.nullcontext() if self.as_json else self._error.status(text):
            yield

    def progress(self) -> Progress:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        return Progress(*columns, TimeElapsedColumn(), console=self._error, disable=self.as_json)


def _console(*, stderr: bool = False) -> Console:
    console = Console(stderr=stderr)
    if not console.is_terminal:
        console.width = PIPE_WIDTH
    return console
