"""`kontor bill`, `preview`, `status`: from a period's folders to invoices on their way."""

from decimal import Decimal
from typing import Annotated

import typer
from kontor_contracts.values import Value

from kontor_cli import tables
from kontor_cli.choosing import Batch, Period, RunOrPeriod, chosen
from kontor_cli.client.answers import DebitFile, Run
from kontor_cli.client.delivery_answers import Summary
from kontor_cli.client.kontor import Kontor
from kontor_cli.client.waiting import until_completed
from kontor_cli.opened import AsJson, opened
from kontor_cli.screen import Screen


class RunStatus(Value):
    """A run and what has become of its invoices."""

    run: Run
    delivery: Summary
    debit_files: tuple[DebitFile, ...]


def bill(
    period: Period,
    *,
    again: Annotated[bool, typer.Option(help="Bill what an earlier run left unbilled.")] = False,
    batch: Batch = "",
    as_json: AsJson = False,
) -> None:
    """Bill PERIOD and wait for the run's end; a run that is there already is shown."""
    with opened(as_json=as_json) as (kontor, screen):
        run = followed(kontor, kontor.billing.start_run(period, again=again, batch=batch), screen)
        screen.list([run], tables.runs)
        screen.aside(tables.left_out(list(kontor.billing.left_out(run.id))))


def followed(kontor: Kontor, run: Run, screen: Screen) -> Run:
    """The run once its last chunk is done."""
    with screen.progress() as progress:
        bar = progress.add_task(f"Billing {run.label}", total=None)
        for state in until_completed(kontor.billing, run):
            progress.update(bar, completed=state.chunks.done, total=state.chunks.total or None)
            run = state
    return run


def preview(
    period: Period,
    *,
    batch: Batch = "",
    change: Annotated[float, typer.Option(help="Mark changes by more than so many %.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Show what a run of PERIOD would issue and leave out; nothing is written."""
    with opened(as_json=as_json) as (kontor, screen):
        found = kontor.billing.preview(period, batch=batch, notable=Decimal(str(change)))
        screen.show(found, lambda: tables.preview(found.invoices))
        screen.aside(tables.left_out(found.left_out), tables.not_billed(found.not_billed))


def status(run: RunOrPeriod, *, as_json: AsJson = False) -> None:
    """Show how far every stage of RUN is."""
    with opened(as_json=as_json) as (kontor, screen):
        found = [status_of(kontor, one) for one in chosen(kontor.billing, run)]
        screen.show(found, lambda: tables.runs([one.run for one in found]))
        for one in found:
            screen.aside(tables.stages(one.run, one.delivery, one.debit_files))


def status_of(kontor: Kontor, run: Run) -> RunStatus:
    return RunStatus(
        run=run,
        delivery=kontor.delivery.summary(run.id),
        debit_files=tuple(kontor.billing.debit_files(run.id)),
    )
