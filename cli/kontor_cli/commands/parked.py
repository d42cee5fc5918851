"""`kontor parked`: messages that a service could not handle."""

from typing import Annotated, NamedTuple

import typer

from kontor_cli import tables
from kontor_cli.opened import AsJson, opened
from kontor_cli.settings import Service

app = typer.Typer(help="Messages that a service could not handle.", no_args_is_help=True)


class Reference(NamedTuple):
    service: Service
    message_id: str


def reference(text: str) -> Reference:
    """A message as `kontor parked list` names it, `billing/66f0…`."""
    service, _, message_id = text.partition("/")
    if service not in set(Service) or not message_id:
        raise typer.BadParameter(f"write SERVICE/ID; services are {', '.join(Service)}")
    return Reference(Service(service), message_id)


Message = Annotated[
    Reference, typer.Argument(parser=reference, metavar="SERVICE/ID", help="From `parked list`.")
]


@app.command("list")
def list_parked(*, as_json: AsJson = False) -> None:
    """Show the parked messages of every service, oldest first."""
    with opened(as_json=as_json) as (kontor, screen):
        found = (message for service in Service for message in kontor.operations.parked(service))
        screen.list(found, tables.parked)


@app.command()
def show(message: Message, *, as_json: AsJson = False) -> None:
    """Show one parked message with its body."""
    with opened(as_json=as_json) as (kontor, screen):
        found = kontor.operations.parked_message(*message)
        screen.show(found, lambda: tables.parked_message(found))


@app.command()
def replay(message: Message, *, as_json: AsJson = False) -> None:
    """Have a message handled again, and those that wait behind it."""
    with opened(as_json=as_json) as (kontor, screen):
        kontor.operations.replay(*message)
        asked = {"replay": f"{message.service}/{message.message_id}"}
        screen.show(asked, lambda: "The service replays it and those behind it.")
