"""How long each part of the way took, counted from one start."""

import time


class Watch:
    def __init__(self) -> None:
        self._started = time.monotonic()
        self.seconds: dict[str, float] = {}

    def note(self, name: str) -> None:
        """`name` is done now; only the first time counts."""
        self.seconds.setdefault(name, time.monotonic() - self._started)
