"""The organisation's time zone, in which moments are shown; asked for once in a while."""

import time
from collections.abc import Mapping

from kontor_contracts.values import Value

from kontor_web.services import RefusedError, Services, UnreachableError, seen
from kontor_web.settings import Service

#: Of organisations that nobody has entered yet.
STANDARD = "Europe/Berlin"
LASTS_SECONDS = 60


class Organisation(Value):
    time_zone: str = STANDARD


class Zones:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._zone = STANDARD
        self._until = 0.0

    async def read(self, authorization: Mapping[str, str]) -> str:
        """The zone as somebody who may read the organisation sees it; else the last one known."""
        if time.monotonic() >= self._until:
            self._zone = await self._asked(authorization)
            self._until = time.monotonic() + LASTS_SECONDS
        return self._zone

    @property
    def last_known(self) -> str:
        """For contacts, who may not ask for it."""
        return self._zone

    def forget(self) -> None:
        self._until = 0.0

    async def _asked(self, authorization: Mapping[str, str]) -> str:
        path = "/organisation"
        try:
            answer = await self._services.send(
                "GET", Service.CUSTOMERS, path, headers=authorization
            )
        except (RefusedError, UnreachableError):
            return self._zone
        return seen(answer, Organisation).record.time_zone
