"""A run from its request to its completion; what it issues is done chunk by chunk."""

from datetime import date
from uuid import UUID

from kontor_chassis import tracing
from kontor_chassis.clock import now
from kontor_chassis.transaction import Once, Transaction
from kontor_contracts.billing.invoice import InvoiceGenerated
from kontor_contracts.errors import NotFoundError

from kontor_billing.model.left_out import LeftOut
from kontor_billing.model.months import month_period
from kontor_billing.model.run import Asking, Run, RunState, asked_for, chunked, totals_of
from kontor_billing.usecases.batches import must_exist
from kontor_billing.usecases.billing import Billing, civil_day

REPLICA_POLL_SECONDS = 0.2


async def start_run(  # noqa: PLR0913  # what a run is asked for with
    billing: Billing,
    month: str,
    *,
    issued_on: date | None,
    again: bool,
    once: Once | None,
    batch: str = "",
) -> Run:
    """The run of `month` and `batch`: the one there is, or a new one.

    `again` adds one for what is unbilled.
    """
    month_period(month)
    await must_exist(billing, batch)
    ends = await billing.upstream.ends()

    async def work(tx: Transaction) -> Run:
        latest = await billing.runs.latest(month, batch, tx)
        if latest and not again:
            return latest
        run = asked_for(
            Asking(month, batch, issued_on),
            latest,
            asked_at=now(),
            wait_for=sorted(ends.items()),
        )
        await billing.runs.add(run, tx)
        tx.publish(run.started())
        return run

    return await billing.transactions.run(work, once=once)


async def start_due_runs(billing: Billing) -> None:
    """Ask for the runs of the batches whose day has come; a run is asked for once."""
    today = civil_day(await billing.replicas.organisation(), now())
    for batch in await billing.batches.all():
        month = batch.due_month(today)
        if month and not await billing.runs.is_there(month, batch.name):
            await start_run(
                billing, month, issued_on=None, again=False, once=None, batch=batch.name
            )


async def begin_waiting_run(billing: Billing) -> bool:
    """Cut a run into chunks once the replica has caught up; False when none waits."""
    run = await billing.runs.claim_waiting()
    if run is None:
        return False
    if not await billing.upstream.passed(dict(run.wait_for)):
        await billing.runs.postpone(run, REPLICA_POLL_SECONDS, "waits for the replica of customers")
        return False
    parties = [one async for one in billing.folders.billable_parties()]
    chunks = chunked(run, parties, billing.chunk_size)
    begun = run.model_copy(
        update={
            "state": RunState.RUNNING,
            "issued_on": run.issued_on or civil_day(await billing.replicas.organisation(), now()),
            "chunks": len(chunks),
        }
    )

    async def work(tx: Transaction) -> None:
        await billing.runs.start(begun, tx)
        await billing.chunks.add(chunks, tx)

    await billing.transactions.run(work)
    if not chunks:
        with tracing.continued(run.trace):
            await complete_if_done(billing, begun)
    return True


async def complete_if_done(billing: Billing, run: Run) -> None:
    """Complete the run when all its chunks are done. Asked after every chunk and in a sweep."""
    if not await billing.chunks.are_all_done(run.id):
        return
    totals = totals_of(await billing.chunks.outcomes(run.id))

    async def work(tx: Transaction) -> None:
        if await billing.runs.complete(run, totals, tx):
            tx.publish(run.completed(totals, now()))

    await billing.transactions.run(work)


async def complete_finished_runs(billing: Billing) -> None:
    """The sweep: a worker may die between its last chunk and the run's completion."""
    for run in await billing.runs.running():
        with tracing.continued(run.trace):
            await complete_if_done(billing, run)


async def run(billing: Billing, run_id: UUID) -> Run:
    found = await billing.runs.get(run_id)
    if found is None:
        raise NotFoundError("no such run")
    return found


async def of_month(billing: Billing, month: str | None) -> list[Run]:
    return await billing.runs.of_month(month)


async def invoices(
    billing: Billing, run_id: UUID, *, after: str, limit: int
) -> list[InvoiceGenerated]:
    return await billing.invoices.page(run_id, after=after, limit=limit)


async def left_out(
    billing: Billing, run_id: UUID, *, after: str, limit: int
) -> list[tuple[str, LeftOut]]:
    return await billing.invoices.left_out_page(run_id, after=after, limit=limit)
