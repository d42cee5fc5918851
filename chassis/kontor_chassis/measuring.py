"""Measures what waits in a service: facts in its outbox, parked messages, topics unread.

The relay's process does it, so it is measured too when a consumer hangs or is gone.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from kontor_contracts.topic import Topic
from kontor_contracts.topics import ALL

from kontor_chassis import outbox
from kontor_chassis.clock import now
from kontor_chassis.metrics import (
    LAG,
    MEASURED_AT,
    OUTBOX_AGE,
    OUTBOX_FACTS,
    PARKED_NOW,
    set_all,
)
from kontor_chassis.mongo import Database
from kontor_chassis.offsets import lags
from kontor_chassis.parking import Parking
from kontor_chassis.settings import ServiceSettings
from kontor_chassis.worker import work_loop

Measure = Callable[[], Awaitable[None]]


class Measuring:
    """What every service has waiting, and with `more` what only this one has."""

    def __init__(
        self,
        settings: ServiceSettings,
        database: Database,
        *,
        service: str,
        more: Sequence[Measure] = (),
    ) -> None:
        self._settings = settings
        self._database = database
        self._service = service
        self._measures = (self.outbox, self.parked, self.lag, *more)

    async def run(self, stopping: asyncio.Event) -> None:
        """Measure at intervals until told to stop."""
        seconds = self._settings.measure_seconds
        await work_loop(
            self._measure_all, stopping=stopping, idle_seconds=seconds, calm_seconds=seconds
        )

    async def outbox(self) -> None:
        count = await outbox.unpublished(self._database)
        oldest = await outbox.oldest(self._database)
        OUTBOX_FACTS.labels(self._service).set(count)
        age = (now() - oldest).total_seconds() if oldest else 0.0
        OUTBOX_AGE.labels(self._service).set(max(age, 0.0))

    async def parked(self) -> None:
        """Those that have none are shown as such: an alert sees it end."""
        reading = groups_of(self._service)
        counts: dict[tuple[str, ...], float] = {(group, topic.name): 0 for group, topic in reading}
        set_all(PARKED_NOW, counts | await Parking(self._database).counts())

    async def lag(self) -> None:
        set_all(LAG, await lags(self._settings, groups_of(self._service)))

    async def _measure_all(self) -> bool:
        for measure in self._measures:
            await measure()
        MEASURED_AT.labels(self._service).set_to_current_time()
        return False


def groups_of(service: str) -> list[tuple[str, Topic]]:
    """The service's consumer groups, each with every topic that it reads."""
    return [
        (group, topic)
        for topic in ALL
        for group in topic.consumers
        if group.partition(".")[0] == service
    ]
