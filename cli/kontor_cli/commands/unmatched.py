"""`kontor unmatched`: what the bank told and nobody could place, placed by hand."""

from collections.abc import Sequence
from typing import Annotated

import typer
from kontor_contracts.values import Value
from rich.table import Table

from kontor_cli.choosing import Reference, collection_of, invoice_named
from kontor_cli.client.bank_answers import ReceivedPayment, ReturnedDebit
from kontor_cli.client.kontor import Kontor
from kontor_cli.client.unmatched import Share
from kontor_cli.opened import AsJson, opened
from kontor_cli.screen import Screen
from kontor_cli.tables import table

app = typer.Typer(help="Returns and payments that nobody could place.", no_args_is_help=True)
Entry = Annotated[str, typer.Argument(help="From `unmatched list`.", metavar="ENTRY")]
Shares = Annotated[
    list[str],
    typer.Option(
        "--invoice",
        help="What it is for; a payment of several invoices has an option for each.",
        metavar="NUMBER[=AMOUNT]",
    ),
]


class Unmatched(Value):
    returns: tuple[ReturnedDebit, ...] = ()
    payments: tuple[ReceivedPayment, ...] = ()


@app.command("list")
def list_unmatched(*, as_json: AsJson = False) -> None:
    """Show every return and payment that waits for somebody to say what it is for."""
    with opened(as_json=as_json) as (kontor, screen):
        returns, payments = tuple(kontor.unmatched.returns()), tuple(kontor.unmatched.payments())
        _show(screen, Unmatched(returns=returns, payments=payments))


@app.command()
def assign(
    entry: Entry, invoice: Shares, *, collection: Reference = "", as_json: AsJson = False
) -> None:
    """Say which invoices a payment is for, or of which invoice a debit came back."""
    with opened(as_json=as_json) as (kontor, screen):
        found = named(kontor, entry)
        if isinstance(found, ReceivedPayment):
            shares = [share_of(kontor, one) for one in invoice]
            paid = kontor.unmatched.assign_payment(found.id, shares)
            _show(screen, Unmatched(payments=(paid,)))
            return
        if len(invoice) > 1:
            raise typer.BadParameter("a return is about one invoice")
        came_back = collection_of(kontor, invoice_named(kontor, invoice[0]), collection)
        placed = kontor.unmatched.assign_return(found.entry.key, came_back.id)
        _show(screen, Unmatched(returns=(placed,)))


@app.command()
def dismiss(
    entry: Entry,
    reason: Annotated[str, typer.Option(help="Why it is none of ours.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Say that an entry is none of ours, or known otherwise."""
    with opened(as_json=as_json) as (kontor, screen):
        found = named(kontor, entry)
        if isinstance(found, ReceivedPayment):
            paid = kontor.unmatched.dismiss_payment(found.id, reason)
            _show(screen, Unmatched(payments=(paid,)))
        else:
            placed = kontor.unmatched.dismiss_return(found.entry.key, reason)
            _show(screen, Unmatched(returns=(placed,)))


def named(kontor: Kontor, entry: str) -> ReceivedPayment | ReturnedDebit:
    """The unmatched payment of this id, or return of this key; a usage error otherwise."""
    for payment in kontor.unmatched.payments():
        if str(payment.id) == entry:
            return payment
    for one in kontor.unmatched.returns():
        if one.entry.key == entry:
            return one
    raise typer.BadParameter(f"nothing unmatched is called {entry}")


def share_of(kontor: Kontor, text: str) -> Share:
    """`2026-000123=40.00`; without an amount all that is left."""
    number, _, amount = text.partition("=")
    invoice_id = invoice_named(kontor, number).id
    try:
        return Share.model_validate({"invoice_id": invoice_id, "amount": amount or None})
    except ValueError as wrong:
        raise typer.BadParameter(f"{amount} is no amount such as 40.00") from wrong


def _show(screen: Screen, found: Unmatched) -> None:
    if found.returns:
        screen.show(found, lambda: _returns(found.returns))
        screen.aside(_payments(found.payments))
    else:
        screen.show(found, lambda: _payments(found.payments))


def _returns(found: Sequence[ReturnedDebit]) -> Table:
    made = table("Return", "Debit", "Amount", "Code", "State", "Reason", numbers=["Amount"])
    for one in found:
        item = one.entry
        amount = "" if item.amount is None else str(item.amount)
        made.add_row(item.key, item.reference, amount, item.code, one.state, one.reason)
    return made


def _payments(found: Sequence[ReceivedPayment]) -> Table:
    made = table("Payment", "Booked", "Amount", "Payer", "State", "Reason", numbers=["Amount"])
    for one in found:
        item = one.payment
        amount = f"{item.amount} {item.currency}"
        booked = str(item.booked_on or "")
        made.add_row(str(one.id), booked, amount, item.payer, one.state, one.reason)
    return made
