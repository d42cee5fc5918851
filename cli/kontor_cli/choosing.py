"""Runs as people name them: by id, or by the period that they bill."""

from typing import Annotated
from uuid import UUID

import typer

from kontor_cli.client.answers import Run
from kontor_cli.client.billing import BillingApi

Period = Annotated[str, typer.Argument(help="A month such as 2026-10.", metavar="PERIOD")]
Batch = Annotated[str, typer.Option(help="Only the folders of this batch.")]
RunOrPeriod = Annotated[
    str, typer.Argument(help="A run's id, or a month for all its runs.", metavar="RUN")
]
RUN_HELP = "A run's id, or a month for all its runs."


def chosen(billing: BillingApi, wanted: str) -> list[Run]:
    """The run with this id, or every run of this period; a usage error when there is none."""
    try:
        return [billing.run(UUID(wanted))]
    except ValueError:
        runs = billing.runs(wanted)
    if not runs:
        raise typer.BadParameter(f"there is no run of {wanted}")
    return runs
