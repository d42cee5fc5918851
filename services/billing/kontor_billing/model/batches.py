"""Batches: which folders and customers are billed together, and on which day of the month."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from kontor_contracts.billing.folder import Folder
from kontor_contracts.customers.party import Party
from kontor_contracts.values import Value
from pydantic import Field

from kontor_billing.model.folders import BilledFolder
from kontor_billing.model.months import first_of_month, month_number

#: Part of a run's label and so of file names; it begins with a letter, unlike a run's sequence.
BatchName = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9]{0,15}$")]
#: Every month has these days.
DayOfMonth = Annotated[int, Field(ge=1, le=28)]


class BilledMonth(StrEnum):
    """The month that a batch bills on its day."""

    PAST = "past"
    RUNNING = "running"


class BatchFields(Value):
    """What people say of a batch. Without a day its runs are asked for by hand."""

    title: Annotated[str, Field(max_length=100)] = ""
    day: DayOfMonth | None = None
    billed_month: BilledMonth = BilledMonth.PAST


class Batch(BatchFields):
    name: BatchName
    version: int
    #: The calendar asks for runs from this day on, and for none of before.
    since: date

    def due_month(self, today: date) -> str | None:
        """The month whose run the calendar asks for by `today`."""
        if self.day is None:
            return None
        due = today.replace(day=self.day)
        if due > today or due < self.since:
            return None
        back = self.billed_month is BilledMonth.PAST
        return f"{first_of_month(month_number(today) - back):%Y-%m}"


def batch_of(party: Party, folder: Folder) -> str:
    """The customer's where one invoice takes all folders, else the folder's own first."""
    if party.consolidate_invoices:
        return party.billing_batch
    return folder.batch or party.billing_batch


def of_batch(
    batch: str, party: Party, folders: tuple[BilledFolder, ...]
) -> tuple[BilledFolder, ...]:
    """Those that a run of `batch` bills; a run without a batch bills all."""
    return tuple(one for one in folders if not batch or batch_of(party, one.folder) == batch)
