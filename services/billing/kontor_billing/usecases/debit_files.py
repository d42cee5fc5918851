"""Debit files of a run: reserved with everything that is in them, then built by a worker."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from kontor_chassis.clock import now
from kontor_chassis.ids import new_id
from kontor_chassis.logs import log
from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.invoice import CollectionWay
from kontor_contracts.customers.payment import MandateScheme
from kontor_contracts.errors import ConflictError, NotFoundError

from kontor_billing.gateways import pain008
from kontor_billing.model.debit.claim import Presenting
from kontor_billing.model.debit.creditor import creditor_of
from kontor_billing.model.debit.files import (
    Contents,
    DebitFile,
    Reservation,
    by_block,
    in_file_order,
    reserved,
)
from kontor_billing.model.debit.presentation import Exclusion, present
from kontor_billing.model.run import RunState
from kontor_billing.model.target_days import target_days_after
from kontor_billing.usecases.billing import Billing, civil_day

COUNTER = "debit-files"
#: A file that we built wrong stays reserved until the fault is mended.
INVALID_PAUSE_SECONDS = 60.0


class RunNotDoneError(ConflictError):
    """Debits are collected once the run has issued all its invoices."""


async def reserve_debit_files(billing: Billing, run_id: UUID) -> list[DebitFile]:
    """The files of the run: those there are, else new ones for all its open SEPA collections."""
    run = await billing.runs.get(run_id)
    if run is None:
        raise NotFoundError("no such run")
    if run.state is not RunState.COMPLETED:
        raise RunNotDoneError(f"run {run.label} is {run.state}; collect when it is completed")
    if files := await billing.debit_files.of_run(run_id):
        return files
    return await _reserve(billing, run_id)


async def _reserve(billing: Billing, run_id: UUID) -> list[DebitFile]:
    """Freeze every debit first, which takes long, then make all files in one short transaction."""
    moment = now()
    presenting = await _presenting(billing, moment)
    reservation = Reservation(run_id, presenting.creditor, moment, new_id())
    contents = await _staged(billing, reservation, presenting)

    async def work(tx: Transaction) -> list[DebitFile]:
        if made := await billing.debit_files.of_run(run_id, tx):
            return made
        numbers = await billing.counters.take(COUNTER, len(contents), tx)
        files = [
            reserved(reservation, scheme, contents[scheme], number=number)
            for scheme, number in zip(sorted(contents), numbers, strict=True)
        ]
        for file in files:
            await billing.debit_files.reserve(file, tx)
        return files

    files = await billing.transactions.run(work)
    if any(file.items_id != reservation.items_id for file in files):
        await billing.debit_files.forget_staged(reservation.items_id)
    return files


async def _presenting(billing: Billing, moment: datetime) -> Presenting:
    organisation = await billing.replicas.organisation()
    creditor = creditor_of(organisation)
    today = civil_day(organisation, moment)
    lead = organisation.debit_lead_days if organisation else 1
    return Presenting(
        creditor=creditor,
        today=today,
        earliest=target_days_after(today, max(lead, 1)),
        used_mandates=await billing.debit_files.used_one_off_mandates(),
    )


async def _staged(
    billing: Billing, reservation: Reservation, presenting: Presenting
) -> dict[MandateScheme, Contents]:
    contents: dict[MandateScheme, Contents] = {}
    async for batch in billing.collections.of_run(reservation.run_id, CollectionWay.SEPA_FILE):
        ids = {one.party_id for one in batch}
        parties = await billing.replicas.parties(ids)
        payments = await billing.replicas.payments(ids)
        presented = present(presenting, batch, parties=parties, payments=payments)
        await billing.debit_files.stage(reservation, presented)
        for scheme in {one.scheme for one in presented}:
            ours = [one for one in presented if one.scheme is scheme]
            contents[scheme] = contents.get(scheme, Contents()).plus(ours)
            presenting = presenting.having_used(contents[scheme].one_off_mandates)
    return contents


async def build_next_debit_file(billing: Billing) -> bool:
    """Build a reserved file and keep its bytes; False when there is none."""
    file = await billing.debit_files.claim_reserved()
    if file is None:
        return False
    debits = await billing.debit_files.debits(file)
    await billing.collections.put_in_file(file.id, by_block(file, debits))
    ordered = in_file_order(debit for debit, _ in debits)
    try:
        content = await asyncio.to_thread(pain008.build, file, ordered)
    except pain008.InvalidFileError as invalid:
        log.error("debit-file-invalid", file=file.message_id, reason=str(invalid))
        await billing.debit_files.postpone(file, INVALID_PAUSE_SECONDS, str(invalid))
        return True
    await _keep(billing, file, content)
    return True


async def _keep(billing: Billing, file: DebitFile, content: bytes) -> None:
    digest = sha256(content).hexdigest()
    content_id = await billing.debit_files.upload(file, content)

    async def work(tx: Transaction) -> None:
        await billing.debit_files.create(file, sha256=digest, content_id=content_id, tx=tx)
        tx.publish(file.created(digest))

    await billing.transactions.run(work)
    await billing.debit_files.forget_other_attempts(file, content_id)


async def of_run(billing: Billing, run_id: UUID) -> list[DebitFile]:
    return await billing.debit_files.of_run(run_id)


async def excluded_of(billing: Billing, file: DebitFile) -> list[Exclusion]:
    return await billing.debit_files.excluded(file)


async def content(billing: Billing, file_id: UUID) -> tuple[DebitFile, AsyncIterator[bytes]]:
    """The file and its kept bytes; NotFoundError while there are none."""
    file = await billing.debit_files.get(file_id)
    if file is None or not file.sha256:
        raise NotFoundError("no such file, or not built yet, or no debit could go into it")
    return file, billing.debit_files.content(file_id)
