"""`kontor returns`, `payments`: what the bank sends, and what nobody could place."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from kontor_cli import tables
from kontor_cli.client.bank_answers import BankFileTaken, ReceivedPayment, ReturnedDebit
from kontor_cli.client.kontor import Kontor
from kontor_cli.opened import AsJson, opened
from kontor_cli.screen import Screen

Files = Annotated[
    list[Path] | None,
    typer.Argument(
        help="pain.002, camt.053, camt.054 or CSV; none: what is unmatched.", exists=True
    ),
]


def returns(files: Files = None, *, as_json: AsJson = False) -> None:
    """Take FILES of the bank and show their returns; again it changes nothing."""
    with opened(as_json=as_json) as (kontor, screen):
        found: Iterable[ReturnedDebit] = (
            [one for taken in sent(kontor, screen, files) for one in taken.entries]
            if files
            else kontor.unmatched.returns()
        )
        screen.list(found, tables.returned_debits)


def payments(files: Files = None, *, as_json: AsJson = False) -> None:
    """Take FILES of the bank and show their payments; again it changes nothing."""
    with opened(as_json=as_json) as (kontor, screen):
        found: Iterable[ReceivedPayment] = (
            [one for taken in sent(kontor, screen, files) for one in taken.payments]
            if files
            else kontor.unmatched.payments()
        )
        screen.list(found, tables.received_payments)


def sent(kontor: Kontor, screen: Screen, files: Sequence[Path]) -> list[BankFileTaken]:
    """Every file in turn; a bad one ends the command, and those before it are taken."""
    with screen.progress() as progress:
        bar = progress.add_task("Taking bank files", total=len(files))
        taken = []
        for file in files:
            taken.append(kontor.billing.take_bank_file(file.read_bytes()))
            progress.advance(bar)
        return taken
