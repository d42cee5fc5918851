"""What goes wrong, where and when: chosen by dice, so that the same seed makes the same trouble."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from kontor_local.processes import PROCESSES

LONGEST_PAUSE = 0.5
BROKER, DATABASE = "kafka", "mongod"
#: Every kind of process, by one instance of each.
KINDS = tuple(process.instances[0].name for process in PROCESSES)


class Kind(StrEnum):
    KILL = "killed (SIGKILL)"
    RESTART = "broker killed and started again"
    CUT_OFF = "broker hangs (SIGSTOP)"
    STEP_DOWN = "MongoDB's primary steps down"


@dataclass(frozen=True)
class Fault:
    kind: Kind
    target: str
    #: Seconds before it, and those that it lasts by itself.
    pause: float
    lasts: float = 0.0


def planned(dice: Random, *, killed: int, cut_seconds: float) -> list[Fault]:
    """So many processes killed, and each part in trouble once, in an order of chance."""
    faults = [*_of_parts(dice, cut_seconds), *_kills(dice, dice.sample(KINDS, killed))]
    dice.shuffle(faults)
    return faults


def _of_parts(dice: Random, cut_seconds: float) -> Iterator[Fault]:
    yield Fault(Kind.CUT_OFF, BROKER, _pause(dice), cut_seconds)
    yield Fault(Kind.RESTART, BROKER, _pause(dice))
    yield Fault(Kind.STEP_DOWN, DATABASE, _pause(dice))


def _kills(dice: Random, names: Sequence[str]) -> Iterator[Fault]:
    return (Fault(Kind.KILL, name, _pause(dice)) for name in names)


def _pause(dice: Random) -> float:
    return dice.uniform(0, LONGEST_PAUSE)
