"""The report of an outcome: written to `report.json`, and printed."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from uuid import UUID

from kontor_cli.client.answers import RunInvoice
from kontor_cli.client.downloads import Export
from rich.console import Console
from rich.table import Table

from kontor_local.demo.comparison import disagreements, sum_disagreements
from kontor_local.demo.outcome import Outcome
from kontor_local.demo.outcomes import outcomes
from kontor_local.demo.report import InvoiceRow, Report
from kontor_local.demo.source import Source
from kontor_local.demo.stages import stages
from kontor_local.mailbox import mails
from kontor_local.sample.figures import figures

MOST_SHOWN = 20


def reported(outcome: Outcome, source: Source, mailbox: Path) -> Report:
    wanted = figures(source.expectation)
    counted = stages(outcome, wanted, mailbox)
    became = outcomes(outcome.deliveries)
    found = [
        *sum_disagreements(outcome, wanted),
        *disagreements(source.expectation, outcome.invoices, became, outcome.left_out),
    ]
    return Report(
        period=source.expectation.period,
        customers=source.name,
        agrees=all(stage.agrees for stage in counted.values()) and not found,
        stages=counted,
        disagreements=found,
        invoices=[row(invoice, became) for invoice in outcome.invoices],
    )


def row(invoice: RunInvoice, became: Mapping[UUID, str]) -> InvoiceRow:
    fields = invoice.model_dump(include=set(InvoiceRow.model_fields))
    return InvoiceRow(**fields, outcome=became.get(invoice.id, "waiting"))


def write(report: Report, file: Path) -> None:
    file.write_text(report.model_dump_json(indent=2) + "\n", encoding="utf-8")


def show(report: Report, console: Console) -> None:
    table = Table(title=f"{report.period}, {report.customers}", title_justify="left")
    table.add_column("Stage")
    for column in ("Expected", "Done", "Failed", "Seconds"):
        table.add_column(column, justify="right")
    for name, stage in report.stages.items():
        figures = (str(stage.expected), str(stage.done), str(stage.failed), f"{stage.seconds:.1f}")
        style = "" if stage.agrees else "red"
        table.add_row(name.replace("_", " ").capitalize(), *figures, style=style)
    console.print(table)
    for sentence in report.disagreements[:MOST_SHOWN]:
        console.print(f"[red]{sentence}[/red]")
    if (more := len(report.disagreements) - MOST_SHOWN) > 0:
        console.print(f"[red]... and {more} more[/red]")


def show_places(outcome: Outcome, mailbox: Path, report: Path, console: Console) -> None:
    """One of each, to open and look at."""
    for what, path in (*places(outcome, mailbox), ("report", report)):
        console.print(f"{what:>8}: {path}", soft_wrap=True)


def places(outcome: Outcome, mailbox: Path) -> Iterator[tuple[str, Path]]:
    groups = {
        "mail": mails(mailbox),
        "PDF": outcome.files[Export.DOCUMENTS],
        "archive": outcome.files[Export.ARCHIVES],
        "export": outcome.files[Export.GOCARDLESS],
        "debits": outcome.files[Export.SEPA],
    }
    return ((what, paths[0]) for what, paths in groups.items() if paths)
