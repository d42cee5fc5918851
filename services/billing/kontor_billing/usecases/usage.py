"""Usage: what a run finds of it, what nobody knows, and the annex of an invoice."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from kontor_chassis.tables import written_row
from kontor_chassis.transaction import Transaction
from kontor_contracts.errors import NotFoundError

from kontor_billing.model.context import RunContext
from kontor_billing.model.folders import BilledFolder
from kontor_billing.model.usage import Asked, Meter, UnbilledUsage, UsageRecord, asked_of, midnight
from kontor_billing.model.usage_annex import COLUMNS, row_of
from kontor_billing.usecases.billing import Billing

ByParty = dict[UUID, list[BilledFolder]]


async def with_usage(billing: Billing, context: RunContext, folders: ByParty) -> ByParty:
    """The folders with what was used; without usage lines nothing is asked for."""
    if context.issuer is None:
        return folders
    zone, until = context.issuer.organisation.time_zone, context.period.end
    of_parties = [one for many in folders.values() for one in many]
    asked = {one.folder.id: tuple(asked_of(one.folder, until, zone)) for one in of_parties}
    tariffed = [folder_id for folder_id, lines in asked.items() if lines]
    if not tariffed:
        return folders
    used = await billing.usage.with_open(tariffed, midnight(until, zone))
    return {
        party_id: [await _completed(billing, one, asked, zone, used) for one in many]
        for party_id, many in folders.items()
    }


async def _completed(
    billing: Billing,
    folder: BilledFolder,
    asked: Mapping[UUID, Sequence[Asked]],
    zone: str,
    used: set[UUID],
) -> BilledFolder:
    if folder.folder.id not in used:
        return folder
    lines = asked[folder.folder.id]
    usage = tuple([one for line in lines for one in await billing.usage.sums(line, zone)])
    return replace(folder, usage=usage)


async def settle_unknown(billing: Billing, usage_id: str, folder_id: UUID | None) -> None:
    """Give it to a folder, or discard it for good."""

    async def work(tx: Transaction) -> None:
        if folder_id and await billing.folders.get(folder_id, tx) is None:
            raise NotFoundError("no such folder")
        if not await billing.usage.settle(usage_id, folder_id, tx):
            raise NotFoundError("no usage of an unknown folder has this id")

    await billing.transactions.run(work)


async def unknown(billing: Billing, *, after: str, limit: int) -> list[UsageRecord]:
    return await billing.usage.unknown(after=after, limit=limit)


async def unbilled(billing: Billing, before: datetime, *, limit: int) -> list[UnbilledUsage]:
    """Usage that no run has billed: late, or without a line that charges it."""
    return await billing.usage.unbilled(before, limit=limit)


async def annex(billing: Billing, invoice_id: UUID) -> AsyncIterator[str]:
    """The rows of the invoice's annex, read as they are sent."""
    if await billing.receivables.get(invoice_id) is None:
        raise NotFoundError("no such invoice")
    return _rows(billing, invoice_id)


async def _rows(billing: Billing, invoice_id: UUID) -> AsyncIterator[str]:
    yield written_row(COLUMNS)
    async for rating in billing.usage.ratings(invoice_id):
        meter = Meter(rating.line, rating.before)
        async for record in billing.usage.rated(rating.id):
            yield written_row(row_of(record, meter.share(record.quantity)))
