"""Billing runs: one period, many invoices."""

from datetime import datetime
from uuid import UUID

from kontor_contracts.customers.party import DeliveryMethod
from kontor_contracts.event import Event
from kontor_contracts.topics import BILLING_RUN
from kontor_contracts.values import Amount, Period, Value


class RunTotals(Value):
    """What a completed run issued. The counts close archives and export files."""

    invoices: int
    left_out: int
    per_method: dict[DeliveryMethod, int]
    #: Invoices that the GoCardless file accounts for: by delivery method, or since some collection
    #: is of way `gocardless-file`. Facts from before this count say 0.
    gocardless_file: int = 0
    net: Amount
    gross: Amount


class BillingRunEvent(Event):
    run_id: UUID
    #: What people call it, `2026-10`.
    label: str
    period: Period
    at: datetime

    @property
    def subject(self) -> str:
        return str(self.run_id)


class BillingRunStarted(BillingRunEvent, topic=BILLING_RUN):
    """A run was asked for by a person or the calendar. Sent once per run."""


class BillingRunCompleted(BillingRunEvent, topic=BILLING_RUN):
    """The last chunk of the run was committed: no further invoice will carry its id. Once."""

    totals: RunTotals

    @property
    def order(self) -> int:
        return 1
