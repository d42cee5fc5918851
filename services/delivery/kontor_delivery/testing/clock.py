"""Days that pass in a moment."""

from datetime import datetime, timedelta, tzinfo

import pytest
from kontor_chassis import clock


class MovedClock:
    """What the clock of this process says can be set forward."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._ahead = timedelta()
        monkeypatch.setattr(clock, "datetime", self)

    def now(self, zone: tzinfo | None = None) -> datetime:
        return datetime.now(zone) + self._ahead

    def forward(self, more: timedelta) -> None:
        self._ahead += more
