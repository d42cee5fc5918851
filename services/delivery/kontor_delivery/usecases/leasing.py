"""Leases kept alive for as long as the work under them lasts."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import TypeVar
from uuid import UUID

from pydantic import BaseModel

from kontor_delivery.model.delivery import Delivery
from kontor_delivery.store.queue import Queue

RowT = TypeVar("RowT", bound=BaseModel)


@asynccontextmanager
async def renewed(queue: Queue[RowT], rows: Sequence[Delivery]) -> AsyncIterator[None]:
    """Within the block, the leases on `rows` do not run out."""
    ids = [row.id for row in rows]
    renewing = asyncio.create_task(_renew(queue, ids))
    try:
        yield
    finally:
        renewing.cancel()
        with suppress(asyncio.CancelledError):
            await renewing


async def _renew(queue: Queue[RowT], ids: Sequence[UUID]) -> None:
    while True:
        await asyncio.sleep(queue.lease.total_seconds() / 3)
        await queue.renew(ids)
