"""Batches as people keep them."""

from kontor_chassis.clock import now
from kontor_chassis.transaction import Transaction
from kontor_contracts.errors import (
    FieldError,
    InvalidInputError,
    NotFoundError,
    StaleVersionError,
)

from kontor_billing.model.batches import Batch, BatchFields
from kontor_billing.usecases.billing import Billing, civil_day


async def put_batch(billing: Billing, name: str, fields: BatchFields, *, seen: int | None) -> Batch:
    """The batch as it is to be; StaleVersionError when it is not the one that was `seen`."""
    today = civil_day(await billing.replicas.organisation(), now())

    async def work(tx: Transaction) -> Batch:
        before = await billing.batches.get(name, tx)
        _check(before, seen)
        same = before is not None and before.model_dump(include={"day", "billed_month"}) == (
            fields.model_dump(include={"day", "billed_month"})
        )
        batch = Batch(
            name=name,
            version=before.version + 1 if before else 1,
            since=before.since if before and same else today,
            **fields.model_dump(),
        )
        await billing.batches.put(batch, tx)
        return batch

    return await billing.transactions.run(work)


async def remove_batch(billing: Billing, name: str, *, seen: int | None) -> None:
    """Its runs stay; folders that name it are billed by runs without a batch."""

    async def work(tx: Transaction) -> None:
        _check(await billing.batches.get(name, tx), seen)
        if not await billing.batches.remove(name, tx):
            raise NotFoundError("no such batch")

    await billing.transactions.run(work)


async def batches(billing: Billing) -> list[Batch]:
    return await billing.batches.all()


async def must_exist(billing: Billing, batch: str) -> None:
    if wrong := await unknown_batch(billing, batch):
        raise InvalidInputError("the batch is not known", fields=[wrong])


async def unknown_batch(billing: Billing, batch: str) -> FieldError | None:
    """None where it is known, or none is named."""
    if not batch or await billing.batches.get(batch):
        return None
    known = ", ".join(one.name for one in await billing.batches.all()) or "none yet"
    return FieldError("batch", "unknown-batch", f"there is no batch {batch}; there are: {known}")


def _check(before: Batch | None, seen: int | None) -> None:
    current = before.version if before else 0
    if seen is not None and seen != current:
        raise StaleVersionError("the batch was changed meanwhile", current_version=current)
