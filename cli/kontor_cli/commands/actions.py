"""`kontor actions`: what people have to do."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import typer
from kontor_contracts.tasks.action import ActionState, Priority

from kontor_cli import tables
from kontor_cli.client.tasks import View
from kontor_cli.opened import AsJson, opened

app = typer.Typer(help="What people have to do.", invoke_without_command=True)

ActionId = Annotated[UUID, typer.Argument(help="From `kontor actions --json`.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As in 2026-11-04.")]
Member = Annotated[UUID | None, typer.Option(help="Id of the team member who does it.")]
Comment = Annotated[str, typer.Option(help="Why.")]


@app.callback()
def actions(  # noqa: PLR0913  # one per filter
    context: typer.Context,
    *,
    state: Annotated[ActionState | None, typer.Option(help="Only those in this state.")] = None,
    mine: Annotated[bool, typer.Option("--mine", help="Only my own.")] = False,
    team: Annotated[bool, typer.Option("--team", help="Only those of my roles.")] = False,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only those past due.")] = False,
    to_assign: Annotated[bool, typer.Option("--to-assign", help="Only nobody's.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show the team's unfinished actions, by due day."""
    if context.invoked_subcommand:
        return
    asked = {"state": state.value} if state else {"unfinished": "true"}
    asked |= {"scope": "mine"} if mine else {"scope": "team"} if team else {}
    asked |= {"overdue": "true"} if overdue else {}
    asked |= {"to_assign": "true"} if to_assign else {}
    with opened(as_json=as_json) as (kontor, screen):
        screen.list(kontor.tasks.actions(**asked), tables.actions)


@app.command()
def calendar(
    view: Annotated[View, typer.Argument()] = View.WEEK, *, day: Day = None, as_json: AsJson = False
) -> None:
    """Show a month, a week, or thirty days (agenda), around a day or today."""
    with opened(as_json=as_json) as (kontor, screen):
        screen.list(kontor.tasks.calendar(view, day.date() if day else None), tables.actions)


@app.command()
def add(  # noqa: PLR0913  # one per field
    title: str,
    *,
    due: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="As in 2026-11-04.")],
    kind: str = "task",
    description: str = "",
    priority: Priority = Priority.NORMAL,
    party: Annotated[UUID | None, typer.Option(help="Id of the customer or prospect.")] = None,
    role: Annotated[str, typer.Option(help="Role that takes it.")] = "",
    member: Member = None,
    as_json: AsJson = False,
) -> None:
    """Enter an action."""
    fields: dict[str, object] = {
        "title": title,
        "due_on": due.date().isoformat(),
        "kind": kind,
        "description": description,
        "priority": priority.value,
        "party_id": str(party) if party else None,
        "role": role,
        "assignee_id": str(member) if member else None,
    }
    with opened(as_json=as_json) as (kontor, screen):
        action = kontor.tasks.plan(fields)
        screen.show(action, lambda: tables.actions([action]))


@app.command()
def move(
    action: ActionId, state: ActionState, *, comment: Comment = "", as_json: AsJson = False
) -> None:
    """Start an action, let it wait, finish it, or open it again."""
    with opened(as_json=as_json) as (kontor, screen):
        after = kontor.tasks.move(action, state, comment)
        screen.show(after, lambda: tables.actions([after]))


@app.command("hand-over")
def hand_over(
    action: ActionId,
    *,
    member: Member = None,
    role: Annotated[str, typer.Option(help="Role that takes it.")] = "",
    comment: Comment = "",
    as_json: AsJson = False,
) -> None:
    """Give an action to another member or role."""
    to: dict[str, object] = {
        "assignee_id": str(member) if member else None,
        "role": role,
        "comment": comment,
    }
    with opened(as_json=as_json) as (kontor, screen):
        after = kontor.tasks.hand_over(action, to)
        screen.show(after, lambda: tables.actions([after]))
