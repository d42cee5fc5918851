"""What holds for each command: help, JSON, and a word in the README."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from kontor_cli.app import app
from typer.core import TyperCommand, TyperGroup

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def leaves(command: object, *names: str) -> Iterator[tuple[str, TyperCommand]]:
    if isinstance(command, TyperGroup):
        for name, below in command.commands.items():
            yield from leaves(below, *names, name)
    elif isinstance(command, TyperCommand):
        yield " ".join(names), command


COMMANDS = dict(leaves(typer.main.get_command(app)))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_what_it_does_and_prints_json(name: str) -> None:
    command = COMMANDS[name]
    assert command.help
    options = {option for parameter in command.params for option in parameter.opts}
    assert "--json" in options or name in {"login", "logout"}


@pytest.mark.parametrize("name", sorted({name.partition(" ")[0] for name in COMMANDS}))
def test_the_readme_shows_each_noun(name: str) -> None:
    assert f"kontor {name}" in README
