"""`kontor actions`: what people have to do."""

from typing import Annotated

import typer
from kontor_contracts.tasks.action import ActionState

from kontor_cli import tables
from kontor_cli.opened import AsJson, opened


def actions(
    *,
    state: Annotated[ActionState, typer.Option(help="Only actions in this state.")] = (
        ActionState.OPEN
    ),
    as_json: AsJson = False,
) -> None:
    """Show the team's actions, by due day."""
    with opened(as_json=as_json) as (kontor, screen):
        screen.list(kontor.actions(state), tables.actions)
