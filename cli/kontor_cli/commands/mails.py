"""`kontor mails`: what mails say, and those that came back."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from kontor_cli.client.mails import MailTemplate
from kontor_cli.opened import AsJson, opened
from kontor_cli.tables import table

app = typer.Typer(help="What mails say, and those that came back.", no_args_is_help=True)
Method = Annotated[str, typer.Argument(help="email-attachment or email-notice.")]
Language = Annotated[str, typer.Argument(help="de, fr or en.")]
Text = Annotated[Path, typer.Argument(help="The text; `mails show` prints it.", exists=True)]
Reports = Annotated[
    list[Path], typer.Argument(help="Reports as received (message/rfc822).", exists=True)
]


@app.command("list")
def list_templates(*, as_json: AsJson = False) -> None:
    """Show which mails have a text of your own."""
    with opened(as_json=as_json) as (kontor, screen):
        screen.list(kontor.mails.templates(), _templates)


@app.command()
def show(method: Method, language: Language, *, as_json: AsJson = False) -> None:
    """Print the text of a mail, to be changed and set again."""
    with opened(as_json=as_json) as (kontor, screen):
        found = kontor.mails.template(method, language)
        screen.show(found, lambda: found.text)


@app.command("set")
def set_template(
    method: Method, language: Language, file: Text, *, as_json: AsJson = False
) -> None:
    """Have a mail say what FILE says; `mails preview` shows how it looks first."""
    with opened(as_json=as_json) as (kontor, screen):
        before = kontor.mails.template(method, language)
        changed = kontor.mails.set_template(before, file.read_text(encoding="utf-8"))
        screen.list([changed], _templates)


@app.command()
def preview(method: Method, language: Language, file: Text, *, as_json: AsJson = False) -> None:
    """Show a mail as a customer would get it, with the text of FILE."""
    with opened(as_json=as_json) as (kontor, screen):
        shown = kontor.mails.preview(method, language, file.read_text(encoding="utf-8"))
        screen.show(shown, lambda: f"{shown.subject}\n\n{shown.text}")


@app.command()
def bounced(files: Reports, *, as_json: AsJson = False) -> None:
    """Hand in reports of mails that came back; the same one again changes nothing."""
    with opened(as_json=as_json) as (kontor, screen):
        taken: dict[str, bool] = {}
        with screen.progress() as progress:
            bar = progress.add_task("Handing in", total=len(files))
            for file in files:
                taken[str(file)] = kontor.mails.take_bounce(file.read_bytes()).matched
                progress.advance(bar)
        ours = sum(taken.values())
        screen.show({"matched": taken}, lambda: f"{ours} of {len(taken)} were about our mails.")


def _templates(found: Sequence[MailTemplate]) -> Table:
    made = table("Method", "Language", "Text")
    for one in found:
        made.add_row(one.method, one.language, "your own" if one.own else "as delivered")
    return made
