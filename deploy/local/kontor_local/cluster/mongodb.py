"""Users that MongoDB needs: a service reads and writes in its own database, and nowhere else."""

from typing import TypedDict

from kontor_local.processes import PROCESSES

BACKUP = "backup"
#: As services and back-ups call their databases.
PREFIX = "kontor_"


class Role(TypedDict):
    role: str
    db: str


def users() -> dict[str, list[Role]]:
    """The roles of each, by whom it is for."""
    services = dict.fromkeys(process.service for process in PROCESSES)
    return {service: [_own(service)] for service in services} | {BACKUP: _of_backups()}


def _of_backups() -> list[Role]:
    """They read everything and follow its changes; their marks are their own."""
    return [{"role": "readAnyDatabase", "db": "admin"}, _own(BACKUP)]


def _own(name: str) -> Role:
    return {"role": "readWrite", "db": f"{PREFIX}{name}"}
