"""Following work that a service does in the background, state by state."""

import time
from collections.abc import Iterator, Sequence
from uuid import UUID

from kontor_cli.client.answers import DebitFile, Run
from kontor_cli.client.billing import BillingApi
from kontor_cli.client.debits import DebitsApi

POLL_SECONDS = 0.3


def until_completed(billing: BillingApi, run: Run) -> Iterator[Run]:
    """The run as it goes on, the completed one last."""
    yield run
    while not run.is_completed:
        time.sleep(POLL_SECONDS)
        run = billing.run(run.id)
        yield run


def built_debit_files(debits: DebitsApi, made: Sequence[DebitFile]) -> list[DebitFile]:
    """Files that were asked for, once each has its content."""
    wanted, files = {file.id for file in made}, list(made)
    while not all(file.is_created for file in files):
        time.sleep(POLL_SECONDS)
        files = [file for file in debits.all() if file.id in wanted]
    return files


def made_debit_files(billing: BillingApi, run_id: UUID) -> list[DebitFile]:
    """The debit files of a run, made now if they were not yet."""
    billing.make_debit_files(run_id)
    while True:
        files = billing.debit_files(run_id)
        if all(file.is_created for file in files):
            return files
        time.sleep(POLL_SECONDS)
