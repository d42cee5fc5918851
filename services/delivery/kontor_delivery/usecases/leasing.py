"""Leases: short, so that a killed worker's rows come free soon, and renewed while work lasts."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import TypeVar
from uuid import UUID

from pydantic import BaseModel

from kontor_delivery.store.queue import Queue

RowT = TypeVar("RowT", bound=BaseModel)


@asynccontextmanager
async def renewed(queue: Queue[RowT], ids: Sequence[UUID]) -> AsyncIterator[None]:
    """Within the block, the leases on the rows `ids` do not run out."""
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
