"""How long to wait for a provider: after a call that failed, and after a refusal of all."""

import random
from datetime import datetime, timedelta

from kontor_chassis.clock import now

LONGEST = timedelta(hours=1)
DOUBLINGS = 12


def next_try(failures: int, first: timedelta) -> datetime:
    """After so many failures in a row: doubling from `first` to an hour, with jitter."""
    longest = min(first * 2.0 ** min(failures - 1, DOUBLINGS), LONGEST)
    return now() + longest * random.uniform(0.5, 1.0)  # noqa: S311  # jitter


def after(pause: timedelta) -> datetime:
    return now() + pause * random.uniform(1.0, 1.25)  # noqa: S311  # jitter
