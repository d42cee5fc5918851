"""Answers as tables."""

from collections.abc import Iterable, Sequence

from rich.table import Table

from kontor_cli.client.answers import (
    Batch,
    DebitFile,
    ExcludedDebit,
    LeftOut,
    ParkedMessage,
    PartyLine,
    RefusedRow,
    Run,
)
from kontor_cli.client.articles import Article
from kontor_cli.client.bank_answers import ReceivedPayment, ReturnedDebit
from kontor_cli.client.debits import DebitItem
from kontor_cli.client.delivery_answers import DepositRow, Summary
from kontor_cli.client.preview_answers import Change, NotBilled, PreviewInvoice
from kontor_cli.client.problems import ProblemField
from kontor_cli.client.tasks import ShownAction


def table(*columns: str, title: str = "", numbers: Sequence[str] = ()) -> Table:
    """A plain table; columns in `numbers` are set to the right."""
    made = Table(title=title or None, title_justify="left", box=None, pad_edge=False)
    for column in columns:
        made.add_column(column, justify="right" if column in numbers else "left", overflow="fold")
    return made


def problem_fields(fields: Sequence[ProblemField]) -> Table:
    made = table("Field", "Code", "What is wrong")
    for field in fields:
        made.add_row(field.field, field.code, field.message)
    return made


def deposits(found: Sequence[DepositRow]) -> Table:
    made = table("Flow", "Invoices", "State", "Chorus Pro says", "Reason", numbers=["Invoices"])
    for one in found:
        made.add_row(one.name, str(one.count), one.state, one.provider_state, one.reason)
    return made


def parties(found: Sequence[PartyLine]) -> Table:
    made = table("Account", "Kind", "Name", "City", "Delivery", "On hold", "Tags")
    for one in found:
        made.add_row(
            one.number, one.lifecycle, one.name, one.city, one.delivery_method, one.on_hold,
            ", ".join(one.tags),
        )  # fmt: skip
    return made


def refused_rows(rows: Sequence[RefusedRow]) -> Table:
    made = table("Row", "Column", "Code", "Reason", title="Refused rows", numbers=["Row"])
    for row in rows:
        made.add_row(str(row.row), row.column, row.code, row.reason)
    return made


def runs(found: Sequence[Run]) -> Table:
    made = table(
        "Run", "Period", "State", "Chunks", "Invoices", "Left out", "Net", "Gross",
        numbers=["Chunks", "Invoices", "Left out", "Net", "Gross"],
    )  # fmt: skip
    for run in found:
        chunks = f"{run.chunks.done}/{run.chunks.total}"
        totals = run.totals
        sums = (totals.invoices, totals.left_out, totals.net, totals.gross) if totals else ()
        made.add_row(str(run.id), run.label, run.state, chunks, *map(str, sums))
    return made


def left_out(found: Sequence[LeftOut]) -> Table:
    made = table("Account", "Name", "Reason", "What to mend", title="Left out")
    for one in found:
        mend = "; ".join(obstacle.message for obstacle in one.obstacles)
        made.add_row(one.account_number, one.name, one.code, mend)
    return made


def preview(invoices: Sequence[PreviewInvoice]) -> Table:
    made = table(
        "Account", "Folders", "Net", "Gross", "Change", "Delivery", "Split by",
        numbers=["Net", "Gross", "Change"],
    )  # fmt: skip
    for one in invoices:
        splits = ", ".join(f"{split.reason}: {split.value}" for split in one.splits)
        gross = f"{one.gross} {one.currency}"
        made.add_row(
            one.account_number, ", ".join(one.folders), f"{one.net}", gross,
            changed(one.change), one.delivery_method, splits,
        )  # fmt: skip
    return made


def changed(change: Change) -> str:
    """Such as `+12.5 %`; an exclamation mark for more than what was asked for."""
    if change.percent is None:
        return "new"
    return f"{change.percent:+} %{' !' if change.notable else ''}"


def not_billed(found: Sequence[NotBilled]) -> Table:
    made = table(
        "Account", "Name", "Folder", "Reason", "Net before",
        title="Folders without an invoice", numbers=["Net before"],
    )  # fmt: skip
    for one in found:
        made.add_row(one.account_number, one.name, one.folder, one.reason, f"{one.before}")
    return made


def batches(found: Sequence[Batch]) -> Table:
    made = table("Batch", "Title", "Day", "Bills the month", numbers=["Day"])
    for one in found:
        made.add_row(one.name, one.title, f"{one.day or 'by hand'}", one.billed_month)
    return made


def articles(found: Sequence[Article]) -> Table:
    """The price that begins last; `--json` has all of them."""
    made = table("Article", "Name", "Unit", "VAT", "Months", "Price", "From", numbers=["Price"])
    for one in found:
        last = one.prices[-1]
        price, since = f"{last.unit_price}", f"{last.valid_from}"
        months = f"{one.interval_months}"
        made.add_row(one.number, one.name.de, one.unit, one.vat_class, months, price, since)
    return made


def debit_files(files: Sequence[DebitFile]) -> Table:
    made = table(
        "File", "Scheme", "State", "Debits", "Total", "Excluded",
        numbers=["Debits", "Total", "Excluded"],
    )  # fmt: skip
    for file in files:
        figures = (file.count, file.total, len(file.excluded))
        made.add_row(file.message_id, file.scheme, file.state, *map(str, figures))
    return made


def debit_items(found: Sequence[DebitItem]) -> Table:
    made = table(
        "Invoice", "Amount", "Sequence", "On", "Left out", "Field", "Reason", numbers=["Amount"]
    )
    for one in found:
        asked = [f"{one.amount or ''}", one.sequence or "", f"{one.collection_date or ''}"]
        made.add_row(one.invoice_number, *asked, one.code, one.field, one.reason)
    return made


def excluded_debits(found: Iterable[ExcludedDebit]) -> Table:
    made = table("Invoice", "Code", "Field", "Reason", title="Not in a file")
    for one in found:
        made.add_row(one.invoice_number, one.code, one.field, one.reason)
    return made


def stages(run: Run, delivery: Summary, files: Sequence[DebitFile]) -> Table:
    made = table(
        "Stage", "Done", "Failed", "Waiting",
        title=f"Run {run.label}", numbers=["Done", "Failed", "Waiting"],
    )  # fmt: skip
    for name, figures in (
        ("Documents", delivery.documents),
        ("Mails", delivery.mails),
        (f"Chorus Pro ({delivery.chorus_pro.files} archives)", delivery.chorus_pro),
        (f"GoCardless ({delivery.gocardless.files} files)", delivery.gocardless),
    ):
        made.add_row(name, str(figures.done), str(figures.failed), str(figures.waiting))
    debits, excluded = sum(file.count for file in files), sum(len(file.excluded) for file in files)
    made.add_row(f"Direct debits ({len(files)} files)", str(debits), str(excluded), "")
    return made


def parked(messages: Sequence[ParkedMessage]) -> Table:
    made = table("Message", "Topic", "Key", "Attempts", "Reason", numbers=["Attempts"])
    for message in messages:
        cells = (message.topic, message.key, str(message.attempts), message.reason)
        made.add_row(message.reference, *cells)
    return made


def parked_message(message: ParkedMessage) -> Table:
    made = table("", "")
    for name, value in message.model_dump(mode="json").items():
        made.add_row(name, str(value))
    return made


def actions(found: Sequence[ShownAction]) -> Table:
    made = table("Due", "For", "Customer", "Action", "State", "Description")
    for action in found:
        due = f"{action.due_on}{' (overdue)' if action.overdue else ''}"
        doer = action.assignee_name or action.role
        cells = (doer, action.party_name, action.title, action.state, action.description)
        made.add_row(due, *cells)
    return made


def returned_debits(found: Iterable[ReturnedDebit]) -> Table:
    made = table("Debit", "Kind", "Amount", "Code", "Text", "State", "Reason", numbers=["Amount"])
    for one in found:
        item = one.entry
        amount = "" if item.amount is None else str(item.amount)
        made.add_row(item.reference, item.kind, amount, item.code, item.text, one.state, one.reason)
    return made


def received_payments(found: Iterable[ReceivedPayment]) -> Table:
    made = table("Booked", "Amount", "Payer", "Text", "Pays", "State", "Reason", numbers=["Amount"])
    for one in found:
        item = one.payment
        pays = ", ".join(f"{part.invoice_number} {part.amount}" for part in one.allocations)
        booked = str(item.booked_on or "")
        amount = f"{item.amount} {item.currency}"
        made.add_row(booked, amount, item.payer, item.text, pays, one.state, one.reason)
    return made
