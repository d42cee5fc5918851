"""`kontor debits`: files of direct debits, from making them to the bank's word on them."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from kontor_cli import invoice_tables, tables
from kontor_cli.choosing import RUN_HELP, Invoice, Reference, chosen, collection_of, invoice_named
from kontor_cli.client.answers import DebitFile
from kontor_cli.client.debits import DebitsApi
from kontor_cli.client.kontor import Kontor
from kontor_cli.client.waiting import built_debit_files
from kontor_cli.opened import AsJson, opened
from kontor_cli.screen import Screen

app = typer.Typer(help="Files of direct debits for the bank.", no_args_is_help=True)
File = Annotated[str, typer.Argument(help="A file, SDD-2026-000001, or its id.", metavar="FILE")]


@app.command()
def make(
    *,
    until: Annotated[str, typer.Option(help="Only what is due by this day, 2026-11-30.")] = "",
    as_json: AsJson = False,
) -> None:
    """Put whatever is open of all runs and of none into files; `collect` does so for one run."""
    with opened(as_json=as_json) as (kontor, screen):
        _show(screen, built_debit_files(kontor.debits, kontor.debits.make(until)))


@app.command(name="list")
def listed(
    run: Annotated[str, typer.Argument(help=RUN_HELP, metavar="RUN")] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """The files of RUN; without one all, the latest first."""
    with opened(as_json=as_json) as (kontor, screen):
        _show(screen, list(_files(kontor, run)))


@app.command()
def items(file: File, *, as_json: AsJson = False) -> None:
    """Every open item that FILE was made from: in it, or left out with what to mend."""
    with opened(as_json=as_json) as (kontor, screen):
        found = named(kontor.debits, file)
        screen.list(kontor.debits.items(found.id), tables.debit_items)


@app.command()
def submit(file: File, *, as_json: AsJson = False) -> None:
    """Say that the bank has FILE; no invoice is paid by that."""
    with opened(as_json=as_json) as (kontor, screen):
        found = named(kontor.debits, file)
        _show(screen, [kontor.debits.release(found.id, "submit")])


@app.command()
def confirm(file: File, *, as_json: AsJson = False) -> None:
    """Say that the bank took FILE; each debit pays its invoice on its collection date."""
    with opened(as_json=as_json) as (kontor, screen):
        found = named(kontor.debits, file)
        _show(screen, [kontor.debits.release(found.id, "confirm")])


@app.command()
def again(number: Invoice, *, collection: Reference = "", as_json: AsJson = False) -> None:
    """Have a debit of INVOICE that came back presented once more, in the next file."""
    with opened(as_json=as_json) as (kontor, screen):
        found = collection_of(kontor, invoice_named(kontor, number), collection)
        screen.list([kontor.invoices.present_again(found.id)], invoice_tables.collections)


def named(debits: DebitsApi, wanted: str) -> DebitFile:
    """The file of this name or id; a usage error when there is none."""
    for file in debits.all():
        if wanted in {file.message_id, f"{file.id}"}:
            return file
    raise typer.BadParameter(f"there is no debit file {wanted}")


def _files(kontor: Kontor, run: str) -> Iterator[DebitFile]:
    if not run:
        yield from kontor.debits.all()
        return
    for one in chosen(kontor.billing, run):
        yield from kontor.debits.of_run(one.id)


def _show(screen: Screen, files: Sequence[DebitFile]) -> None:
    screen.list(files, tables.debit_files)
    screen.aside(tables.excluded_debits(debit for file in files for debit in file.excluded))
