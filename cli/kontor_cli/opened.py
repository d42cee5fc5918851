"""A command's frame: settings read, client connected, every failure printed and made a code."""

import contextlib
from collections.abc import Iterator
from typing import Annotated, NoReturn

import typer

from kontor_cli.client.downloads import DamagedFileError
from kontor_cli.client.kontor import Kontor, connected
from kontor_cli.client.problems import RequestRefusedError, ServiceUnreachableError
from kontor_cli.exits import Exit
from kontor_cli.screen import Screen
from kontor_cli.settings import NotConfiguredError, Settings

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]


@contextlib.contextmanager
def opened(*, as_json: bool) -> Iterator[tuple[Kontor, Screen]]:
    """The services and the screen, for the length of a command."""
    with telling(as_json=as_json) as screen, connected(Settings.from_environment()) as kontor:
        yield kontor, screen


@contextlib.contextmanager
def telling(*, as_json: bool) -> Iterator[Screen]:
    """The screen alone, for commands that sign in by themselves."""
    screen = Screen(as_json=as_json)
    try:
        yield screen
    except RequestRefusedError as refused:
        screen.problem(refused.problem)
        leave(Exit.REFUSED)
    except ServiceUnreachableError as unreachable:
        screen.failure(str(unreachable))
        leave(Exit.UNREACHABLE)
    except DamagedFileError as damaged:
        screen.failure(str(damaged))
        leave(Exit.DAMAGED)
    except NotConfiguredError as missing:
        screen.failure(str(missing))
        leave(Exit.NOT_CONFIGURED)


def leave(code: Exit) -> NoReturn:
    raise typer.Exit(code)
