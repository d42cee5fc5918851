"""The progress of a standard installation, phase by phase."""

from uuid import UUID

from kontor_contracts.billing.installation import InstallationPhase
from kontor_contracts.values import Value

from kontor_tasks.model.installations import StartedInstallation, TaskState


class TaskView(Value):
    key: str
    title: str
    role: str
    assignee_id: UUID | None
    state: TaskState
    #: The action that it is, once its turn has come.
    action_id: UUID | None


class PhaseView(Value):
    key: str
    title: str
    done: int
    total: int
    tasks: tuple[TaskView, ...]


class InstallationView(Value):
    id: UUID
    version: int
    folder_id: UUID
    party_id: UUID
    key: str
    title: str
    done: int
    total: int
    phases: tuple[PhaseView, ...]


def view_of(installation: StartedInstallation) -> InstallationView:
    phases = tuple(_phase(installation, phase) for phase in installation.template.phases)
    return InstallationView(
        id=installation.id,
        version=installation.version,
        folder_id=installation.folder_id,
        party_id=installation.party_id,
        key=installation.template.key,
        title=installation.template.title,
        done=sum(phase.done for phase in phases),
        total=sum(phase.total for phase in phases),
        phases=phases,
    )


def _phase(installation: StartedInstallation, phase: InstallationPhase) -> PhaseView:
    progress = {task.key: task for task in installation.tasks}
    tasks = tuple(
        TaskView(
            key=task.key,
            title=task.title,
            role=task.role,
            assignee_id=installation.roles.get(task.role),
            state=progress[task.key].state,
            action_id=_shown_action(progress[task.key].state, progress[task.key].action_id),
        )
        for task in phase.tasks
    )
    done = sum(task.state is TaskState.FINISHED for task in tasks)
    return PhaseView(key=phase.key, title=phase.title, done=done, total=len(tasks), tasks=tasks)


def _shown_action(state: TaskState, action_id: UUID) -> UUID | None:
    return None if state is TaskState.LOCKED else action_id
