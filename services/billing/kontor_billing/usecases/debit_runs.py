"""Debit runs: every open SEPA collection into a file of its scheme, or left out with a reason."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from kontor_chassis.clock import now
from kontor_chassis.ids import new_id
from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.invoice import CollectionWay
from kontor_contracts.customers.payment import MandateScheme
from kontor_contracts.errors import ConflictError, NotFoundError

from kontor_billing.model.collections import OpenCollection
from kontor_billing.model.debit.claim import Known, Presenting
from kontor_billing.model.debit.creditor import creditor_of
from kontor_billing.model.debit.files import Contents, DebitFile, Reservation, reserved
from kontor_billing.model.debit.owed import still_owed
from kontor_billing.model.debit.presentation import Debit, present
from kontor_billing.model.run import RunState
from kontor_billing.model.target_days import handed_in_on, target_days_after
from kontor_billing.usecases.billing import Billing

COUNTER = "debit-files"
ByScheme = dict[MandateScheme, Contents]
#: Of a debit run that others overtake.
TRIES = 5


class RunNotDoneError(ConflictError):
    """Debits are collected once the run has issued all its invoices."""


class DebitRunBusyError(ConflictError):
    """One debit run after the other: two at once could collect the same money."""


class _OvertakenError(Exception):
    """Another debit run has made files meanwhile."""


async def reserve_debit_files(billing: Billing, run_id: UUID) -> list[DebitFile]:
    """The files of the run: those there are, else new ones for all its open SEPA collections."""
    run = await billing.runs.get(run_id)
    if run is None:
        raise NotFoundError("no such run")
    if run.state is not RunState.COMPLETED:
        raise RunNotDoneError(f"run {run.label} is {run.state}; collect when it is completed")
    batches = partial(billing.collections.of_run, run_id, CollectionWay.SEPA_FILE)
    return await DebitRun(billing, run_id, batches).reserve()


async def reserve_everything(billing: Billing, run_id: UUID, until: date | None) -> list[DebitFile]:
    """Files for whatever is open: one-off invoices, attempts after a return, what was mended."""
    batches = partial(billing.collections.all_debits, until)
    return await DebitRun(billing, run_id, batches, everything=True).reserve()


@dataclass(frozen=True)
class DebitRun:
    """Freezes every debit first, which takes long, then makes all files in one transaction.

    No two debit runs may read the same open collections: one that finds another's files made
    since it began starts again, once the debits of these are marked as in a file.
    """

    billing: Billing
    run_id: UUID
    batches: Callable[[], AsyncIterator[list[OpenCollection]]]
    everything: bool = False

    async def reserve(self) -> list[DebitFile]:
        for _ in range(TRIES):
            # Read before it is asked whether somebody takes: who begins after that is overtaken.
            seen = await self.billing.counters.last(COUNTER)
            if files := await self.billing.debit_files.of_run(self.run_id):
                return files
            if await self.billing.debit_files.is_taking():
                break
            made = await self._attempt(seen)
            if made is not None:
                return made
        raise DebitRunBusyError("another debit run is at work; ask again in a moment")

    async def _attempt(self, seen: int) -> list[DebitFile] | None:
        """None when another debit run has made files since number `seen`."""
        reservation = await self._reservation()
        presenting = await _presenting(self.billing, reservation)
        contents = await _staged(self.billing, reservation, presenting, self.batches())
        made = await self._made(reservation, contents, seen)
        if made is None or any(one.items_id != reservation.items_id for one in made):
            await self.billing.debit_files.forget_staged(reservation.items_id)
        return made

    async def _reservation(self) -> Reservation:
        creditor = creditor_of(await self.billing.replicas.organisation())
        return Reservation(
            self.run_id,
            creditor,
            now(),
            new_id(),
            version=self.billing.debit_terms.version,
            everything=self.everything,
        )

    async def _made(
        self, reservation: Reservation, contents: ByScheme, seen: int
    ) -> list[DebitFile] | None:
        billing = self.billing

        async def work(tx: Transaction) -> list[DebitFile] | None:
            if made := await billing.debit_files.of_run(self.run_id, tx):
                return made
            numbers = await billing.counters.take(COUNTER, len(contents), tx)
            if numbers and numbers.start != seen + 1:
                raise _OvertakenError
            files = [
                reserved(reservation, scheme, contents[scheme], number=number)
                for scheme, number in zip(sorted(contents), numbers, strict=True)
            ]
            for file in files:
                await billing.debit_files.reserve(file, tx)
            return files

        try:
            return await billing.transactions.run(work)
        except _OvertakenError:
            return None


async def _presenting(billing: Billing, reservation: Reservation) -> Presenting:
    organisation = await billing.replicas.organisation()
    zone = organisation.time_zone if organisation else "Europe/Berlin"
    local = reservation.created_at.astimezone(ZoneInfo(zone))
    lead = organisation.debit_lead_days if organisation else 1
    handed_in = handed_in_on(local, billing.debit_terms.cutoff)
    return Presenting(
        creditor=reservation.creditor,
        today=local.date(),
        earliest=target_days_after(handed_in, max(lead, 1)),
        policy=billing.debit_terms.policy,
        used_mandates=await billing.debit_files.used_one_off_mandates(),
    )


async def _staged(
    billing: Billing,
    reservation: Reservation,
    presenting: Presenting,
    batches: AsyncIterator[list[OpenCollection]],
) -> ByScheme:
    contents: ByScheme = {}
    asked: list[OpenCollection] = []
    async for batch in batches:
        presented = present(presenting, batch, await _known(billing, batch, asked))
        await billing.debit_files.stage(reservation, presented)
        asked += [one.collection for one in presented if isinstance(one.outcome, Debit)]
        for scheme in {one.scheme for one in presented}:
            ours = [one for one in presented if one.scheme is scheme]
            contents[scheme] = contents.get(scheme, Contents()).plus(ours)
            presenting = presenting.having_used(contents[scheme].one_off_mandates)
    return contents


async def _known(
    billing: Billing, batch: Sequence[OpenCollection], asked: Sequence[OpenCollection]
) -> Known:
    parties = {one.debtor_id for one in batch}
    invoices = {one.invoice_id for one in batch}
    on_their_way = await billing.collections.on_their_way(list(invoices))
    on_their_way += [one for one in asked if one.invoice_id in invoices]
    return Known(
        parties=await billing.replicas.parties(parties),
        payments=await billing.replicas.payments(parties),
        uses=await billing.mandate_uses.of({one.mandate_id for one in batch if one.mandate_id}),
        owed=still_owed(await billing.receivables.open_amounts(list(invoices)), on_their_way),
    )
