"""Standard installations as a folder's activation carries them: phases of tasks, frozen."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from kontor_contracts.values import Value


class Unlocking(StrEnum):
    """When a task's turn comes.

    `at-once`: with the activation, whatever its phase. `after-phase`: its own phase's `delay_days`
    after the phase named by `after` is finished (none named: the one before its own, for the first
    phase the activation). `after-task`: when the task named by `after` is finished.
    """

    AT_ONCE = "at-once"
    AFTER_PHASE = "after-phase"
    AFTER_TASK = "after-task"


class InstallationTask(Value):
    """What somebody has to do for a new folder."""

    #: Unique within the installation.
    key: str
    title: str
    description: str = ""
    #: Kind of the action it becomes.
    kind: str = "installation"
    #: The folder's role slot whose member does it; an empty slot leaves it unassigned.
    role: str = ""
    #: Working days from its turn to its due day.
    due_working_days: int = Field(default=1, ge=0, le=366)
    unlocking: Unlocking = Unlocking.AFTER_PHASE
    #: Key of a phase or task that stands before it.
    after: str = ""


class InstallationPhase(Value):
    """Tasks that belong together. Finished when each is done, cancelled or skipped."""

    key: str
    title: str
    #: Calendar days between the end of what it follows and its own tasks' turn.
    delay_days: int = Field(default=0, ge=0, le=366)
    tasks: tuple[InstallationTask, ...] = ()


class Installation(Value):
    """A template as it stood at the activation; later changes of it do not reach this copy."""

    #: Key of the template (`standard_installation` of the folder) and its version then.
    key: str
    version: int
    title: str
    phases: tuple[InstallationPhase, ...]

    @model_validator(mode="after")
    def _waits_only_for_what_stands_before(self) -> Self:
        """So that nothing waits for itself, and no key means two things."""
        wrong = [*_repeated_keys(self), *_waiting_for_nothing(self)]
        if wrong:
            raise ValueError("; ".join(wrong))
        return self


def _repeated_keys(installation: Installation) -> Iterator[str]:
    phases = [phase.key for phase in installation.phases]
    tasks = [task.key for phase in installation.phases for task in phase.tasks]
    for keys in (phases, tasks):
        for key in {key for key in keys if keys.count(key) > 1}:
            yield f"the key {key!r} is there twice"


def _waiting_for_nothing(installation: Installation) -> Iterator[str]:
    phases: set[str] = set()
    tasks: set[str] = set()
    for phase in installation.phases:
        for task in phase.tasks:
            known = tasks if task.unlocking is Unlocking.AFTER_TASK else {"", *phases}
            if task.unlocking is not Unlocking.AT_ONCE and task.after not in known:
                yield f"{task.key!r} waits for {task.after!r}, which does not stand before it"
            tasks.add(task.key)
        phases.add(phase.key)
