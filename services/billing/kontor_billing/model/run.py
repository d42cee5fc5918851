"""A billing run: one month, cut into chunks of parties that workers share."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID, uuid5

from kontor_contracts.billing.invoice import is_for_gocardless_file
from kontor_contracts.billing.run import BillingRunCompleted, BillingRunStarted, RunTotals
from kontor_contracts.customers.party import DeliveryMethod
from kontor_contracts.errors import ConflictError
from kontor_contracts.values import Amount, Period, Value
from pydantic import Field

from kontor_billing.model.decision import Decision
from kontor_billing.model.months import month_period
from kontor_billing.model.vat import ZERO

_RUNS = UUID("6f1d2c0e-6a53-5b0e-9a41-0f6c1f0a7d11")


class RunNotCompletedError(ConflictError):
    """A supplementary run waits until the one before has issued everything it can."""


class RunState(StrEnum):
    #: Until the replica holds what customers had published when the run was asked for.
    WAITING = "waiting"
    RUNNING = "running"
    COMPLETED = "completed"


class Run(Value):
    """`sequence` counts the runs of a month and batch: 1, and 2, 3 ... for what comes later."""

    id: UUID
    month: str
    #: Whose folders it bills; empty: everybody's.
    batch: str = ""
    sequence: int
    period: Period
    asked_at: datetime
    #: Fixed when the run starts: the organisation's day then, unless somebody chose one.
    issued_on: date | None = None
    state: RunState = RunState.WAITING
    #: Offsets that the replica must have passed, by partition.
    wait_for: tuple[tuple[str, int], ...] = ()
    chunks: int = 0
    totals: RunTotals | None = None
    #: The `traceparent` of the request.
    trace: str | None = None

    @property
    def label(self) -> str:
        """Unique, and fit to be part of a file's name."""
        later = f"{self.sequence}" if self.sequence > 1 else ""
        return "-".join(part for part in (self.month, self.batch, later) if part)

    def started(self) -> BillingRunStarted:
        return BillingRunStarted(
            run_id=self.id, label=self.label, period=self.period, at=self.asked_at
        )

    def completed(self, totals: RunTotals, at: datetime) -> BillingRunCompleted:
        return BillingRunCompleted(
            run_id=self.id, label=self.label, period=self.period, at=at, totals=totals
        )


class Asking(NamedTuple):
    """What somebody wants billed; the day of issue is the organisation's when left open."""

    month: str
    batch: str = ""
    issued_on: date | None = None


def run_id_of(month: str, batch: str, sequence: int) -> UUID:
    """The same for the same run, wherever it is asked for."""
    return uuid5(_RUNS, "/".join(part for part in (month, batch, f"{sequence}") if part))


def asked_for(
    asking: Asking,
    before: Run | None,
    *,
    asked_at: datetime,
    wait_for: Iterable[tuple[str, int]],
) -> Run:
    """The next run of a month and batch after `before`; the same call makes the same run."""
    if before and before.state is not RunState.COMPLETED:
        raise RunNotCompletedError(f"run {before.label} is {before.state}; wait until it is done")
    sequence = before.sequence + 1 if before else 1
    return Run(
        id=run_id_of(asking.month, asking.batch, sequence),
        month=asking.month,
        batch=asking.batch,
        sequence=sequence,
        period=month_period(asking.month),
        asked_at=asked_at,
        issued_on=asking.issued_on,
        wait_for=tuple(wait_for),
    )


class Chunk(Value):
    """Parties that are billed together, in one transaction."""

    id: UUID
    run_id: UUID
    party_ids: tuple[UUID, ...]


class ChunkSize(Value):
    """What one transaction bills at most; a party is never divided."""

    parties: int
    lines: int


def chunked(run: Run, parties: Iterable[tuple[UUID, int]], size: ChunkSize) -> list[Chunk]:
    """The parties, each with its number of lines, in chunks."""
    return [
        Chunk(id=uuid5(run.id, f"chunk/{number}"), run_id=run.id, party_ids=ids)
        for number, ids in enumerate(grouped_by_size(parties, size))
    ]


def grouped_by_size(
    parties: Iterable[tuple[UUID, int]], size: ChunkSize
) -> Iterator[tuple[UUID, ...]]:
    group: list[UUID] = []
    lines = 0
    for party_id, count in parties:
        if group and (len(group) == size.parties or lines + count > size.lines):
            yield tuple(group)
            group, lines = [], 0
        group.append(party_id)
        lines += count
    if group:
        yield tuple(group)


class ChunkOutcome(Value):
    """What a chunk issued and left out."""

    invoices: int = 0
    left_out: int = 0
    per_method: dict[DeliveryMethod, int] = Field(default_factory=dict)
    gocardless_file: int = 0
    net: Amount = ZERO
    gross: Amount = ZERO


def outcome_of(decisions: Iterable[Decision]) -> ChunkOutcome:
    per_method: dict[DeliveryMethod, int] = {}
    left_out, gocardless_file, net, gross = 0, 0, ZERO, ZERO
    for decision in decisions:
        left_out += len(decision.left_out)
        for draft in decision.invoices:
            method = draft.delivery.method
            per_method[method] = per_method.get(method, 0) + 1
            gocardless_file += is_for_gocardless_file(draft.invoice, draft.delivery)
            net += draft.invoice.totals.net
            gross += draft.invoice.totals.gross
    return ChunkOutcome(
        invoices=sum(per_method.values()),
        left_out=left_out,
        per_method=per_method,
        gocardless_file=gocardless_file,
        net=net,
        gross=gross,
    )


def totals_of(outcomes: Iterable[ChunkOutcome]) -> RunTotals:
    per_method: dict[DeliveryMethod, int] = {}
    invoices, left_out, gocardless_file, net, gross = 0, 0, 0, Decimal(0), Decimal(0)
    for one in outcomes:
        invoices, left_out = invoices + one.invoices, left_out + one.left_out
        gocardless_file += one.gocardless_file
        net, gross = net + one.net, gross + one.gross
        for method, count in one.per_method.items():
            per_method[method] = per_method.get(method, 0) + count
    return RunTotals(
        invoices=invoices,
        left_out=left_out,
        per_method=per_method,
        gocardless_file=gocardless_file,
        net=net,
        gross=gross,
    )
