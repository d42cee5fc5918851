"""Builders of made-up records, for tests."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from kontor_contracts.billing.folder import Folder, FolderActivated, FolderState
from kontor_contracts.billing.installation import (
    Installation,
    InstallationPhase,
    InstallationTask,
)
from kontor_contracts.customers.organisation import Organisation
from kontor_contracts.customers.team import Member, TeamRole
from kontor_contracts.tasks.action import Action

from kontor_tasks.model.parties import PartyName

TODAY = date(2026, 11, 4)
BERLIN = Organisation(version=1, name="Nordlicht Netze", time_zone="Europe/Berlin")


def an_action(*, days: int = 0, **changes: object) -> Action:
    """Something to do `days` after TODAY."""
    values: dict[str, object] = {
        "id": uuid4(),
        "version": 1,
        "kind": "call",
        "title": "Call",
        "due_on": TODAY + timedelta(days=days),
    }
    return Action.model_validate(values | changes)


def a_member(*roles: TeamRole, **changes: object) -> Member:
    values: dict[str, object] = {
        "id": uuid4(),
        "version": 1,
        "name": "Ada Beispiel",
        "email": "ada@grenzlicht.example",
        "roles": roles or (TeamRole.SUPPORT,),
    }
    return Member.model_validate(values | changes)


def a_party(**changes: object) -> PartyName:
    values: dict[str, object] = {"id": uuid4(), "version": 1, "number": "K-000123", "name": "Kranz"}
    return PartyName.model_validate(values | changes)


def a_task(key: str, **changes: object) -> InstallationTask:
    return InstallationTask.model_validate({"key": key, "title": f"Do {key}", **changes})


def a_phase(key: str, *tasks: InstallationTask, delay_days: int = 0) -> InstallationPhase:
    return InstallationPhase(key=key, title=key.capitalize(), delay_days=delay_days, tasks=tasks)


def an_installation(*phases: InstallationPhase, version: int = 1) -> Installation:
    return Installation(key="fibre", version=version, title="Fibre", phases=phases)


def an_activation(installation: Installation | None, **roles: UUID) -> FolderActivated:
    """A folder's activation with its standard installation and who fills which slot."""
    folder = Folder(
        id=uuid4(),
        version=2,
        party_id=uuid4(),
        number="01",
        title="Site",
        state=FolderState.ACTIVE,
        standard_installation="fibre",
    )
    return FolderActivated(folder=folder, installation=installation, roles=roles)
