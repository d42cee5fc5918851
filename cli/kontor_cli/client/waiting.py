"""Following work that a service does in the background, state by state."""

import time
from collections.abc import Iterator
from uuid import UUID

from kontor_cli.client.answers import DebitFile, Run
from kontor_cli.client.billing import BillingApi

POLL_SECONDS = 0.3


def until_completed(billing: BillingApi, run: Run) -> Iterator[Run]:
    """The run as it goes on, the completed one last."""
    yield run
    while not run.is_completed:
        time.sleep(POLL_SECONDS)
        run = billing.run(run.id)
        yield run


def made_debit_files(billing: BillingApi, run_id: UUID) -> list[DebitFile]:
    """The debit files of a run, made now if they were not yet."""
    billing.make_debit_files(run_id)
    while True:
        files = billing.debit_files(run_id)
        if all(file.is_created for file in files):
            return files
        time.sleep(POLL_SECONDS)
