"""GoCardless: take the collections whose mandate is usable, then write the run's file."""

from collections.abc import Sequence
from datetime import date, timedelta

from kontor_chassis import tracing
from kontor_chassis.clock import now
from kontor_chassis.transaction import Transaction
from kontor_contracts.delivery.delivery import Channel, LeftOut

from kontor_delivery.model.delivery import Delivery
from kontor_delivery.model.export import LARGEST_FILE, csv_bytes, earliest_charge, total
from kontor_delivery.model.files import Closing, DeliveryFile, ExportEntry, Member, file_id, split
from kontor_delivery.model.gocardless.payment import exported
from kontor_delivery.model.mandate import Sorted, awaits_mandate, sorted_out
from kontor_delivery.model.states import State
from kontor_delivery.usecases.filing import Planned
from kontor_delivery.usecases.leasing import renewed
from kontor_delivery.usecases.leaving_out import leave_out
from kontor_delivery.usecases.means import Means

BATCH = 50
#: Between looks for a mandate that was named but has not arrived.
PAUSE = timedelta(seconds=2)
COUNTER = "gocardless-export"


class ExportEntries:
    """Takes or leaves out each invoice of the channel."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._queue = means.store.deliveries.queue(
            ExportEntry, Channel.GOCARDLESS, State.RECORDED, lease=means.settings.lease
        )

    async def step(self) -> bool:
        claimed = await self._queue.claim(limit=BATCH)
        async with renewed(self._queue, [entry.id for entry in claimed]):
            for entry in claimed:
                with tracing.continued(entry.trace):
                    await self._settle(entry)
        return bool(claimed)

    async def _settle(self, entry: ExportEntry) -> None:
        invoice = entry.generated().invoice
        payment = await self._means.store.replicas.payment(invoice.debtor_id)
        patient = now() - entry.recorded_at < self._means.settings.mandate_patience
        if patient and awaits_mandate(invoice, payment):
            reason = "the mandate has not reached this service yet"
            await self._queue.postpone(entry.id, until=now() + PAUSE, reason=reason)
            return
        found = sorted_out(invoice, payment)
        if found.rows:
            await self._take(entry, found)
        else:
            await leave_out(self._means, self._queue, entry, code=found.code, reason=found.reason)

    async def _take(self, entry: ExportEntry, found: Sorted) -> None:
        """Some collections of the invoice may stay out while others go in."""
        taken = entry.with_changes(
            state=State.TAKEN, rows=found.rows, code=found.code, reason=found.reason
        )

        async def commit(tx: Transaction) -> None:
            if await self._queue.finish(taken, tx) and taken.code:
                tx.publish(taken.failed(now()))

        await self._means.transactions.run(commit)


class Exports:
    """How the entries of a run become files."""

    channel = Channel.GOCARDLESS

    def __init__(self, means: Means) -> None:
        self._means = means

    async def plan(
        self,
        closing: Closing,
        members: Sequence[Member],
        left_out: tuple[LeftOut, ...],
        tx: Transaction,
    ) -> list[Planned]:
        parts = list(split(members, LARGEST_FILE))
        if not parts:
            return []
        numbers = await self._means.store.files.next_numbers(COUNTER, len(parts), tx)
        earliest = earliest_charge(now().date())
        return [
            Planned(
                DeliveryFile(
                    id=file_id(closing, position),
                    kind=self.channel,
                    name=f"gocardless-{closing.label}-{numbers[position]:06}.csv",
                    run_id=closing.run_id,
                    count=len(part),
                    left_out=() if position else left_out,
                    total=total([row for member in part for row in member.rows]),
                    earliest_charge=earliest,
                    planned_at=now(),
                    due_at=now(),
                ),
                part,
            )
            for position, part in enumerate(parts)
        ]

    async def content(self, file: DeliveryFile) -> bytes:
        entries = await self._means.store.files.export_entries(file.id)
        rows = [row for entry in entries for row in entry.rows]
        return csv_bytes(rows, earliest=file.earliest_charge or date.max)

    async def closed(
        self,
        file: DeliveryFile,
        members: Sequence[Delivery],  # noqa: ARG002  # lighter than what is needed here
        tx: Transaction,
    ) -> None:
        """A person hands it in at GoCardless' dashboard; then GoCardless tells of its payments."""
        entries = await self._means.store.files.export_entries(file.id)
        payments = [
            one
            for entry in entries
            for one in exported(entry.generated(), {row.reference for row in entry.rows}, now())
        ]
        await self._means.store.gocardless.payments.record(payments, tx)
