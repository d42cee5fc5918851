"""`kontor`: the commands put together."""

import typer

from kontor_cli.commands import (
    actions,
    archive,
    articles,
    batches,
    customers,
    debits,
    gocardless,
    invoices,
    mails,
    mandates,
    organisation,
    parked,
    tokens,
    unmatched,
    usage,
    users,
    vat,
    webhooks,
)
from kontor_cli.commands.bank import payments, returns
from kontor_cli.commands.collect import collect
from kontor_cli.commands.doctor import doctor
from kontor_cli.commands.exports import export
from kontor_cli.commands.imports import import_file
from kontor_cli.commands.login import login, logout
from kontor_cli.commands.replicas import compare, replay
from kontor_cli.commands.runs import bill, preview, status

app = typer.Typer(
    help="Kontor from the command line. Sign in with `kontor login`, or by KONTOR_EMAIL and "
    "KONTOR_PASSWORD, or by KONTOR_TOKEN.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command()(login)
app.command()(logout)
app.add_typer(users.app, name="users")
app.add_typer(tokens.app, name="tokens")
app.add_typer(organisation.app, name="organisation")
app.command("import")(import_file)
app.add_typer(customers.app, name="customers")
app.add_typer(articles.app, name="articles")
app.add_typer(vat.app, name="vat")
app.add_typer(batches.app, name="batches")
app.command()(preview)
app.command()(bill)
app.add_typer(invoices.app, name="invoices")
app.command()(collect)
app.add_typer(debits.app, name="debits")
app.command()(returns)
app.command()(payments)
app.add_typer(unmatched.app, name="unmatched")
app.add_typer(mandates.app, name="mandates")
app.add_typer(gocardless.app, name="gocardless")
app.command()(status)
app.command()(export)
app.command()(doctor)
app.command()(compare)
app.command()(replay)
app.add_typer(usage.app, name="usage")
app.add_typer(archive.app, name="archive")
app.add_typer(mails.app, name="mails")
app.add_typer(webhooks.app, name="webhooks")
app.add_typer(parked.app, name="parked")
app.add_typer(actions.app, name="actions")
