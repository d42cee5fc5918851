"""`kontor tokens`: secrets by which scripts and other systems sign in without a password."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import typer
from rich.table import Table

from kontor_cli.client.team import SignedIn
from kontor_cli.commands.login import Code, Email, Password, signed_in
from kontor_cli.opened import AsJson, opened, telling
from kontor_cli.tables import table

app = typer.Typer(help="Secrets that sign in as you, or as another system.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="What it is for; shown in the list.", metavar="NAME")]


@app.command()
def issue(
    name: Name, email: Email, password: Password, *, code: Code = "", as_json: AsJson = False
) -> None:
    """Print a new secret, this once: for KONTOR_TOKEN, as that member, until it is revoked.

    It ends by itself when it is not used for twelve hours, and after thirty days.
    """
    with telling(as_json=as_json) as screen:
        made = signed_in(email, password, code=code, device=name)
        said = {"id": str(made.id), "name": name, "secret": made.secret}
        screen.show(said, lambda: made.secret)


@app.command("list")
def list_tokens(*, as_json: AsJson = False) -> None:
    """Show where you are signed in, browsers too."""
    with opened(as_json=as_json) as (kontor, screen):
        screen.list(kontor.team.sessions(), _table)


@app.command()
def revoke(
    token: Annotated[UUID, typer.Argument(help="From `tokens list`.", metavar="ID")],
    *,
    as_json: AsJson = False,
) -> None:
    """End one; within five minutes nothing goes there any more."""
    with opened(as_json=as_json) as (kontor, screen):
        kontor.team.end_session(token)
        screen.show({"revoked": str(token)}, lambda: f"{token} is revoked.")


def _table(found: Sequence[SignedIn]) -> Table:
    made = table("Id", "Name", "Since", "Last used", "Ends")
    for one in found:
        moments = (f"{at:%F %R}" for at in (one.opened_at, one.used_at, one.ends_at))
        made.add_row(str(one.id), one.device, *moments)
    return made
