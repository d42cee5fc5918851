"""Debit files: built by a worker out of what was reserved, and read."""

import asyncio
from collections.abc import AsyncIterator
from hashlib import sha256
from uuid import UUID

from kontor_chassis.logs import log
from kontor_chassis.transaction import Transaction
from kontor_contracts.errors import NotFoundError

from kontor_billing.gateways import pain008
from kontor_billing.model.debit.files import DebitFile, by_block, in_file_order
from kontor_billing.model.debit.presentation import DebitItem, Exclusion
from kontor_billing.usecases.billing import Billing

#: A file that we built wrong stays reserved until the fault is mended.
INVALID_PAUSE_SECONDS = 60.0


async def build_next_debit_file(billing: Billing) -> bool:
    """Build a reserved file and keep its bytes; False when there is none."""
    file = await billing.debit_files.claim_reserved()
    if file is None:
        return False
    debits = await billing.debit_files.debits(file)
    await billing.collections.put_in_file(file.id, by_block(file, debits))
    await billing.debit_files.take(file)
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


async def page(billing: Billing, *, after: str, limit: int) -> list[DebitFile]:
    return await billing.debit_files.page(after=after, limit=limit)


async def excluded_of(billing: Billing, file: DebitFile) -> list[Exclusion]:
    return await billing.debit_files.excluded(file)


async def items(
    billing: Billing, file_id: UUID, *, after: UUID | None, limit: int
) -> list[DebitItem]:
    file = await billing.debit_files.get(file_id)
    if file is None:
        raise NotFoundError("no such file")
    return await billing.debit_files.items(file, after=after, limit=limit)


async def content(billing: Billing, file_id: UUID) -> tuple[DebitFile, AsyncIterator[bytes]]:
    """The file and its kept bytes; NotFoundError while there are none."""
    file = await billing.debit_files.get(file_id)
    if file is None or not file.sha256:
        raise NotFoundError("no such file, or not built yet, or no debit could go into it")
    return file, billing.debit_files.content(file_id)
