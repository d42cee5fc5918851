"""Closings that no count of a run brings about: by hand, and at a set hour."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from kontor_chassis.clock import now
from kontor_chassis.transaction import Transaction
from kontor_contracts.delivery.delivery import Channel

from kontor_delivery.model.files import Closing
from kontor_delivery.usecases.means import Means

#: Until the own organisation has said where it is.
TIME_ZONE = "Europe/Berlin"


async def close_by_hand(means: Means, run_id: UUID, channel: Channel) -> None:
    """Let the run's files close with what is there; what comes later goes into a day's file."""

    async def commit(tx: Transaction) -> None:
        await means.store.files.force(Closing.by_hand(run_id, channel), tx)

    await means.transactions.run(commit)


async def close_at_set_hour(means: Means, channel: Channel) -> None:
    """Once a day, if something waits that no run will file."""
    day = _closing_day(await _local_time(means), means.settings.closing_hour)
    if day is None or not await means.store.files.late(channel):
        return

    async def commit(tx: Transaction) -> None:
        await means.store.files.expect([Closing.of_day(day, channel)], tx)

    await means.transactions.run(commit)


def _closing_day(local: datetime, hour: int) -> date | None:
    return local.date() if local.hour >= hour else None


async def _local_time(means: Means) -> datetime:
    organisation = await means.store.replicas.organisation()
    return now().astimezone(ZoneInfo(organisation.time_zone if organisation else TIME_ZONE))
