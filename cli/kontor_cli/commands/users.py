"""`kontor users`: who signs in, and what each may do."""

from collections.abc import Sequence
from typing import Annotated

import typer
from kontor_contracts.customers.team import Member, TeamRole
from rich.table import Table

from kontor_cli.client.kontor import Kontor
from kontor_cli.opened import AsJson, opened
from kontor_cli.tables import table

app = typer.Typer(help="Members of the team, and other systems.", no_args_is_help=True)
Address = Annotated[str, typer.Argument(help="The member's address.", metavar="EMAIL")]
Roles = Annotated[
    list[TeamRole], typer.Option("--role", help="Each role with an option of its own.")
]


@app.command("list")
def list_users(*, as_json: AsJson = False) -> None:
    """Show every member, those who have left too."""
    with opened(as_json=as_json) as (kontor, screen):
        screen.list(kontor.team.members(), _table)


@app.command()
def invite(
    email: Address,
    name: Annotated[str, typer.Option(help="What others call them.")],
    role: Roles,
    *,
    as_json: AsJson = False,
) -> None:
    """Enter a member, who is mailed a link to choose a password."""
    with opened(as_json=as_json) as (kontor, screen):
        screen.list([kontor.team.invite(name, email, role)], _table)


@app.command()
def roles(email: Address, role: Roles, *, as_json: AsJson = False) -> None:
    """Give a member exactly these roles."""
    with opened(as_json=as_json) as (kontor, screen):
        screen.list([kontor.team.change(member_named(kontor, email), roles=role)], _table)


@app.command()
def disable(email: Address, *, as_json: AsJson = False) -> None:
    """A member has left: all its sessions end, its actions wait for others."""
    with opened(as_json=as_json) as (kontor, screen):
        screen.list([kontor.team.change(member_named(kontor, email), active=False)], _table)


@app.command()
def enable(email: Address, *, as_json: AsJson = False) -> None:
    """A member is back."""
    with opened(as_json=as_json) as (kontor, screen):
        screen.list([kontor.team.change(member_named(kontor, email), active=True)], _table)


@app.command("forget-second-factor")
def forget_second_factor(email: Address, *, as_json: AsJson = False) -> None:
    """For a member who has lost app and codes: the password alone signs in again."""
    with opened(as_json=as_json) as (kontor, screen):
        kontor.team.remove_second_factor(member_named(kontor, email))
        screen.show({"second_factor": False, "email": email}, lambda: "The password is enough.")


def member_named(kontor: Kontor, email: str) -> Member:
    """The member of this address; a usage error when there is none."""
    for member in kontor.team.members():
        if member.email.casefold() == email.casefold():
            return member
    raise typer.BadParameter(f"no member has the address {email}")


def _table(found: Sequence[Member]) -> Table:
    made = table("Name", "Address", "Roles", "Active")
    for one in found:
        made.add_row(one.name, one.email, ", ".join(one.roles), "yes" if one.active else "no")
    return made
