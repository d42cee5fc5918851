"""Debit files after they were made: the bank has them, took them, and pays on their dates."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from uuid import UUID

from kontor_chassis.clock import now
from kontor_chassis.transaction import Transaction
from kontor_contracts.errors import NotFoundError

from kontor_billing.model.collections import CollectionState, TrackedCollection
from kontor_billing.model.debit.files import DebitFile, DebitFileState
from kontor_billing.model.debit.settlement import presented, settled
from kontor_billing.model.receivable import paid
from kontor_billing.model.usage import midnight
from kontor_billing.usecases.billing import Billing, civil_day
from kontor_billing.usecases.mandate_uses import note_accepted, note_presented
from kontor_billing.usecases.receivables import change

#: Collections that one transaction moves.
BATCH = 200


async def submit(billing: Billing, file_id: UUID) -> DebitFile:
    return await _release(billing, file_id, lambda file: file.submitted(now()))


async def confirm(billing: Billing, file_id: UUID) -> DebitFile:
    return await _release(billing, file_id, lambda file: file.confirmed(now()))


async def _release(
    billing: Billing, file_id: UUID, decide: Callable[[DebitFile], DebitFile]
) -> DebitFile:
    while True:
        before = await billing.debit_files.get(file_id)
        if before is None:
            raise NotFoundError("no such file")
        after = decide(before)
        if after == before or await billing.debit_files.release(before, after):
            return after


async def follow_next_debit_file(billing: Billing) -> bool:
    """Present and settle what is due of a file; False when there is nothing."""
    file = await billing.debit_files.claim_released()
    if file is None:
        return False
    await follow(billing, file, civil_day(await billing.replicas.organisation(), now()))
    return True


async def follow(billing: Billing, file: DebitFile, today: date) -> None:
    """Batch by batch, each a transaction: killed anywhere, the next worker goes on there."""
    while await _present_some(billing, file):
        await billing.debit_files.renew(file)
    until = None
    if file.state is DebitFileState.CONFIRMED:
        while await _settle_some(billing, file, today):
            await billing.debit_files.renew(file)
        until = await billing.collections.next_date(file.id)
    await billing.debit_files.rest(file, await _start_of(billing, until) if until else None)


async def _start_of(billing: Billing, day: date) -> datetime:
    organisation = await billing.replicas.organisation()
    zone = organisation.time_zone if organisation else "Europe/Berlin"
    return midnight(day, zone)


async def _present_some(billing: Billing, file: DebitFile) -> int:
    async def work(tx: Transaction) -> int:
        found = await billing.collections.in_file(file.id, CollectionState.IN_FILE, BATCH, tx)
        await billing.collections.move([one.id for one in found], CollectionState.PRESENTED, tx)
        await note_presented(billing, found, tx)
        tx.publish(*(presented(one, file.id) for one in found))
        return len(found)

    return await billing.transactions.run(work)


async def _settle_some(billing: Billing, file: DebitFile, today: date) -> int:
    async def work(tx: Transaction) -> int:
        found = await billing.collections.to_settle(file.id, today, BATCH, tx)
        await settle(billing, found, tx)
        return len(found)

    return await billing.transactions.run(work)


async def settle(billing: Billing, found: list[TrackedCollection], tx: Transaction) -> None:
    """The money of these debits has come: each pays its invoice."""
    await billing.collections.move([one.id for one in found], CollectionState.COLLECTED, tx)
    await note_accepted(billing, found, tx)
    for one in found:
        await change(billing, one.invoice_id, partial(paid, amount=one.amount), tx)
        tx.publish(settled(one))
