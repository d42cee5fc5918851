"""`kontor webhooks`: partners who are told what happens."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import typer
from rich.table import Table

from kontor_cli.client.kontor import Kontor
from kontor_cli.client.webhooks import Endpoint, Fact, Message, SecretEndpoint
from kontor_cli.opened import AsJson, opened
from kontor_cli.tables import table

app = typer.Typer(help="Partners who are told what happens.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="The endpoint's name, or its id.", metavar="ENDPOINT")]
Facts = Annotated[
    list[str], typer.Option("--fact", help="From `webhooks facts`; each with an option of its own.")
]


@app.command("list")
def list_endpoints(*, as_json: AsJson = False) -> None:
    """Show every endpoint, and why one is disabled."""
    with opened(as_json=as_json) as (kontor, screen):
        screen.list(kontor.webhooks.endpoints(), _endpoints)


@app.command("facts")
def list_facts(*, as_json: AsJson = False) -> None:
    """Show what partners can be told."""
    with opened(as_json=as_json) as (kontor, screen):
        screen.list(kontor.webhooks.facts(), _facts)


@app.command()
def add(name: str, url: str, fact: Facts, *, as_json: AsJson = False) -> None:
    """Tell the partner at URL these facts from now on; prints its secret, this once."""
    with opened(as_json=as_json) as (kontor, screen):
        made = kontor.webhooks.add({"name": name, "url": url, "facts": fact})
        screen.show(made, lambda: _with_secret(made))


@app.command("tell")
def tell_facts(name: Name, fact: Facts, *, as_json: AsJson = False) -> None:
    """Tell ENDPOINT exactly these facts."""
    with opened(as_json=as_json) as (kontor, screen):
        changed = kontor.webhooks.change(named(kontor, name), facts=fact)
        screen.list([changed], _endpoints)


@app.command()
def enable(name: Name, *, as_json: AsJson = False) -> None:
    """Go on with ENDPOINT; what waits for it is sent."""
    with opened(as_json=as_json) as (kontor, screen):
        screen.list([kontor.webhooks.switch(named(kontor, name).id, on=True)], _endpoints)


@app.command()
def disable(name: Name, *, as_json: AsJson = False) -> None:
    """Send ENDPOINT nothing until it is enabled again."""
    with opened(as_json=as_json) as (kontor, screen):
        screen.list([kontor.webhooks.switch(named(kontor, name).id, on=False)], _endpoints)


@app.command()
def remove(name: Name, *, as_json: AsJson = False) -> None:
    """Forget ENDPOINT and what waits for it."""
    with opened(as_json=as_json) as (kontor, screen):
        found = named(kontor, name)
        kontor.webhooks.remove(found.id)
        screen.show({"removed": found.name}, lambda: f"{found.name} is told nothing any more.")


@app.command()
def secret(name: Name, *, as_json: AsJson = False) -> None:
    """Print a new secret of ENDPOINT, this once; for a while both sign."""
    with opened(as_json=as_json) as (kontor, screen):
        made = kontor.webhooks.new_secret(named(kontor, name).id)
        screen.show(made, lambda: _with_secret(made))


@app.command("test")
def try_out(name: Name, *, as_json: AsJson = False) -> None:
    """Send ENDPOINT a trial, and show what it answers."""
    with opened(as_json=as_json) as (kontor, screen):
        reply = kontor.webhooks.test(named(kontor, name).id)
        took = "took it" if reply.accepted else "did not take it"
        said = f"It {took}: {reply.status} {reply.words} after {reply.milliseconds} ms."
        screen.show(reply, lambda: said)


@app.command()
def messages(
    name: Name,
    *,
    state: Annotated[str, typer.Option(help="waiting, delivered or failed.")] = "",
    party: Annotated[UUID | None, typer.Option(help="Id of the customer.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show what ENDPOINT was told, or is to be."""
    asked = {"state": state} if state else {}
    asked |= {"party_id": str(party)} if party else {}
    with opened(as_json=as_json) as (kontor, screen):
        screen.list(kontor.webhooks.messages(named(kontor, name).id, **asked), _messages)


@app.command()
def redeliver(  # noqa: PLR0913  # one per field
    name: Name,
    *,
    message: Annotated[str, typer.Option(help="One message, by its id.")] = "",
    party: Annotated[UUID | None, typer.Option(help="Or those of a customer.")] = None,
    first: Annotated[int, typer.Option(help="From this sequence.")] = 1,
    last: Annotated[int, typer.Option(help="Up to this one.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Tell ENDPOINT again, under the same message ids: a message, or a customer's up to --last."""
    if bool(message) == bool(party) or bool(party) != bool(last):
        raise typer.BadParameter("Name either --message, or --party with --last.")
    wanted: dict[str, object] = {"webhook_id": message}
    if party:
        wanted = {"party_id": str(party), "first": first, "last": last}
    with opened(as_json=as_json) as (kontor, screen):
        done = kontor.webhooks.redeliver(named(kontor, name).id, wanted)
        screen.show(done, lambda: f"Sent again to {done.streams} customers' streams.")


def named(kontor: Kontor, wanted: str) -> Endpoint:
    """The endpoint of this name or id; a usage error when there is none, or more than one."""
    found = [one for one in kontor.webhooks.endpoints() if wanted in {one.name, str(one.id)}]
    if len(found) != 1:
        raise typer.BadParameter(f"{len(found)} endpoints are called {wanted}")
    return found[0]


def _with_secret(made: SecretEndpoint) -> str:
    return f"{made.name}: {made.secret}"


def _endpoints(found: Sequence[Endpoint]) -> Table:
    made = table("Endpoint", "Address", "Facts", "State", "Reason")
    for one in found:
        made.add_row(one.name, one.url, ", ".join(one.facts), one.state, one.reason)
    return made


def _facts(found: Sequence[Fact]) -> Table:
    made = table("Fact", "Topic", "What it says")
    for one in found:
        made.add_row(one.type, one.topic, one.description)
    return made


def _messages(found: Sequence[Message]) -> Table:
    made = table("Message", "Customer", "Sequence", "Fact", "State", "Reason")
    for one in found:
        cells = (str(one.party_id), str(one.sequence), one.type, one.state, one.reason)
        made.add_row(one.webhook_id, *cells)
    return made
