"""Runs that a restored back-up does not know: read from their facts and from their invoices."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from uuid import UUID, uuid5

from kontor_contracts.billing.invoice import InvoiceGenerated, is_for_gocardless_file
from kontor_contracts.billing.run import BillingRunCompleted, BillingRunStarted, RunTotals
from kontor_contracts.delivery.delivery import FileClosed
from kontor_contracts.event import Event

from kontor_billing.model.run import Chunk, ChunkOutcome, Run, RunState, run_id_of


def adopted_runs(events: Sequence[Event]) -> list[Run]:
    """Each run as completed: whatever it had still to bill is left for the next one."""
    completed = {one.run_id: one for one in events if isinstance(one, BillingRunCompleted)}
    started = (one for one in events if isinstance(one, BillingRunStarted))
    return [_run(one, completed.get(one.run_id), events) for one in started]


def without_files(events: Sequence[Event]) -> list[BillingRunCompleted]:
    """Completed runs whose files were not closed by then: delivery has to hear of them again."""
    closed = {one.run_id for one in events if isinstance(one, FileClosed)}
    completed = [one for one in events if isinstance(one, BillingRunCompleted)]
    return [one for one in completed if one.run_id not in closed]


def adopted_chunk(run_id: UUID, event: InvoiceGenerated) -> tuple[Chunk, ChunkOutcome]:
    """What a run that goes on had issued already, to be counted with what it still issues."""
    invoice = event.invoice
    chunk_id = uuid5(run_id, f"adopted/{invoice.id}")
    outcome = ChunkOutcome(
        invoices=1,
        per_method={event.delivery.method: 1},
        gocardless_file=int(is_for_gocardless_file(invoice, event.delivery)),
        net=invoice.totals.net,
        gross=invoice.totals.gross,
    )
    return Chunk(id=chunk_id, run_id=run_id, party_ids=(invoice.party_id,)), outcome


def _run(
    started: BillingRunStarted, completed: BillingRunCompleted | None, events: Iterable[Event]
) -> Run:
    month, batch, sequence = _named(started)
    return Run(
        id=started.run_id,
        month=month,
        batch=batch,
        sequence=sequence,
        period=started.period,
        asked_at=started.at,
        state=RunState.COMPLETED,
        totals=completed.totals if completed else _totals(started.run_id, events),
    )


def _named(started: BillingRunStarted) -> tuple[str, str, int]:
    """The label's parts: the one reading of it that makes the run's id."""
    readings = list(_readings(started.label))
    return next((one for one in readings if run_id_of(*one) == started.run_id), readings[0])


def _readings(label: str) -> Iterator[tuple[str, str, int]]:
    month, rest = label[:7], label[8:]
    yield month, rest, 1
    batch, _, digits = rest.rpartition("-")
    if digits.isdigit():
        yield month, batch, int(digits)


def _totals(run_id: UUID, events: Iterable[Event]) -> RunTotals:
    issued = [
        one for one in events if isinstance(one, InvoiceGenerated) and one.invoice.run_id == run_id
    ]
    return RunTotals(
        invoices=len(issued),
        left_out=0,
        per_method=Counter(one.delivery.method for one in issued),
        gocardless_file=sum(is_for_gocardless_file(one.invoice, one.delivery) for one in issued),
        net=sum((one.invoice.totals.net for one in issued), Decimal(0)),
        gross=sum((one.invoice.totals.gross for one in issued), Decimal(0)),
    )
