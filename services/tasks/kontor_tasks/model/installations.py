"""A started standard installation: whose turn which task is, and what finishing unlocks."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID, uuid5

from kontor_contracts.billing.folder import FolderActivated
from kontor_contracts.billing.installation import (
    Installation,
    InstallationPhase,
    InstallationTask,
    Unlocking,
)
from kontor_contracts.tasks.action import Action
from kontor_contracts.values import Value

from kontor_tasks.model.working_days import working_days_after

STARTS = UUID("8a7c3c5e-2f0e-5f4a-9d55-1d2b8c3f6a10")


class TaskState(StrEnum):
    LOCKED = "locked"
    OPEN = "open"
    FINISHED = "finished"


class TaskProgress(Value):
    key: str
    state: TaskState = TaskState.LOCKED
    action_id: UUID
    finished_on: date | None = None


class StartedInstallation(Value):
    """One per folder; the template is a copy that later changes do not reach."""

    id: UUID
    version: int
    folder_id: UUID
    party_id: UUID
    template: Installation
    #: Who fills which slot: slot → team member.
    roles: dict[str, UUID]
    started_on: date
    #: In the order of the template.
    tasks: tuple[TaskProgress, ...]


def installation_id(folder_id: UUID) -> UUID:
    return uuid5(STARTS, str(folder_id))


def started(fact: FolderActivated, template: Installation, today: date) -> StartedInstallation:
    """As the activation starts it, all tasks still locked."""
    identity = installation_id(fact.folder.id)
    return StartedInstallation(
        id=identity,
        version=1,
        folder_id=fact.folder.id,
        party_id=fact.folder.party_id,
        template=template,
        roles=fact.roles,
        started_on=today,
        tasks=tuple(
            TaskProgress(key=task.key, action_id=uuid5(identity, task.key))
            for _, task in tasks_of(template)
        ),
    )


def tasks_of(template: Installation) -> Iterator[tuple[InstallationPhase, InstallationTask]]:
    return ((phase, task) for phase in template.phases for task in phase.tasks)


def after_finishing(
    installation: StartedInstallation, key: str, day: date | None
) -> StartedInstallation:
    """The task finished on `day`, or taken up again; what it has unlocked stays unlocked."""
    state = TaskState.FINISHED if day else TaskState.OPEN
    return _with_tasks(installation, {key}, {"state": state, "finished_on": day})


def opened(
    installation: StartedInstallation, today: date
) -> tuple[StartedInstallation, list[InstallationTask]]:
    """With every task open whose turn has come, and which ones these are."""
    turns = [
        task
        for _, task in tasks_of(installation.template)
        if _progress(installation)[task.key].state is TaskState.LOCKED
        and (turn := turn_of(installation, task.key)) is not None
        and turn <= today
    ]
    keys = {task.key for task in turns}
    return _with_tasks(installation, keys, {"state": TaskState.OPEN}), turns


def next_opening(installation: StartedInstallation) -> date | None:
    """The day on which a locked task's turn comes by itself; none while all wait for people."""
    turns = [
        turn_of(installation, task.key)
        for task in installation.tasks
        if task.state is TaskState.LOCKED
    ]
    return min((turn for turn in turns if turn), default=None)


def turn_of(installation: StartedInstallation, key: str) -> date | None:
    """The day on which the task's turn comes or came; None while it is not known."""
    phase, task = next(
        (phase, task) for phase, task in tasks_of(installation.template) if task.key == key
    )
    match task.unlocking:
        case Unlocking.AT_ONCE:
            return installation.started_on
        case Unlocking.AFTER_TASK:
            return _progress(installation)[task.after].finished_on
        case Unlocking.AFTER_PHASE:
            end = _end_before(installation, phase, task.after)
            return end and end + timedelta(days=phase.delay_days)


def _end_before(
    installation: StartedInstallation, phase: InstallationPhase, after: str
) -> date | None:
    """When the phase `after` ended, or the one before `phase`; the start where there is none."""
    phases = {one.key: one for one in installation.template.phases}
    keys = list(phases)
    index = keys.index(after) if after else keys.index(phase.key) - 1
    return _end_of(installation, phases[keys[index]]) if index >= 0 else installation.started_on


def _end_of(installation: StartedInstallation, phase: InstallationPhase) -> date | None:
    """The day of its last finished task; an empty phase ends with the one before it."""
    if not phase.tasks:
        return _end_before(installation, phase, "")
    days = [_progress(installation)[task.key].finished_on for task in phase.tasks]
    ends = [day for day in days if day]
    return max(ends) if len(ends) == len(days) else None


def _progress(installation: StartedInstallation) -> dict[str, TaskProgress]:
    return {task.key: task for task in installation.tasks}


def _with_tasks(
    installation: StartedInstallation, keys: set[str], change: dict[str, object]
) -> StartedInstallation:
    tasks = tuple(
        task.model_copy(update=change) if task.key in keys else task for task in installation.tasks
    )
    return installation.model_copy(update={"tasks": tasks})


def action_of(
    installation: StartedInstallation, task: InstallationTask, today: date, country: str
) -> Action:
    """What the task's turn opens: for the member in its slot, else unassigned under its name."""
    return Action(
        id=_progress(installation)[task.key].action_id,
        version=1,
        kind=task.kind,
        title=task.title,
        description=task.description,
        due_on=working_days_after(today, task.due_working_days, country),
        party_id=installation.party_id,
        folder_id=installation.folder_id,
        role=task.role,
        assignee_id=installation.roles.get(task.role),
        installation_id=installation.id,
        installation_task=task.key,
    )
