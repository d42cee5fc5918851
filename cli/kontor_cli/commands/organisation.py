"""`kontor organisation`: the provider's own data."""

import json
from pathlib import Path
from typing import Annotated

import typer

from kontor_cli.opened import AsJson, opened

app = typer.Typer(help="The provider's own organisation.", no_args_is_help=True)


@app.command()
def show(*, as_json: AsJson = False) -> None:
    """Print the own organisation; what `set` takes, with its version."""
    with opened(as_json=as_json) as (kontor, screen):
        found = kontor.customers.organisation()
        if found is None:
            raise typer.BadParameter("nothing is entered yet: kontor organisation set FILE")
        screen.show(found, lambda: json.dumps(found, indent=2, ensure_ascii=False))


@app.command("set")
def set_organisation(
    file: Annotated[Path, typer.Argument(help="JSON, as PUT /organisation takes it.", exists=True)],
    *,
    as_json: AsJson = False,
) -> None:
    """Write the own organisation from FILE."""
    try:
        fields = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as wrong:
        raise typer.BadParameter(f"{file} is not JSON: {wrong}") from wrong
    with opened(as_json=as_json) as (kontor, screen):
        change = kontor.customers.set_organisation(fields)
        screen.show({"change": change}, lambda: f"The organisation is {change}.")
