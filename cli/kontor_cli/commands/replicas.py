"""`kontor compare` and `replay`: copies of other services' records, looked at and mended."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.table import Table

from kontor_cli.client.kontor import Kontor
from kontor_cli.client.replicas import ReplicaCheck
from kontor_cli.exits import Exit
from kontor_cli.opened import AsJson, leave, opened
from kontor_cli.settings import Service
from kontor_cli.tables import table

One = Annotated[Service, typer.Argument(help="Whose copies.", metavar="SERVICE")]
OneOrAll = Annotated[
    Service | None, typer.Argument(help="Whose copies; without it all.", metavar="[SERVICE]")
]


def compare(service: OneOrAll = None, *, as_json: AsJson = False) -> None:
    """Compare the copies that services keep of each other with what the topics told last.

    Everything goes on meanwhile. Ends with 6 when one differs.
    """
    with opened(as_json=as_json) as (kontor, screen):
        with screen.busy("Reading the topics ..."):
            found = compared(kontor, [service] if service else list(Service))
        screen.list(found, _checks)
        screen.aside(_differences(found))
        if not all(is_sound(one) for one in found):
            leave(Exit.UNSOUND)


def replay(service: One, *, as_json: AsJson = False) -> None:
    """Build a service's copies anew from the topics, while it runs: what differs is mended."""
    with opened(as_json=as_json) as (kontor, screen):
        with screen.busy("Reading the topics ..."):
            found = list(kontor.replicas.compare(service, mend=True))
        screen.list(found, _checks)
        screen.aside(_differences(found))
        if not all(one.done_at for one in found):
            leave(Exit.UNSOUND)


def compared(kontor: Kontor, services: Sequence[Service]) -> list[ReplicaCheck]:
    return [one for service in services for one in kontor.replicas.compare(service)]


def is_sound(check: ReplicaCheck) -> bool:
    return check.done_at is not None and not check.report.wrong


def _checks(found: Sequence[ReplicaCheck]) -> Table:
    numbers = ("Records", "Wrong", "Mended")
    made = table("Group", *numbers, "", numbers=numbers)
    for one in found:
        report = one.report
        counts = (str(report.looked_at), str(report.wrong), str(report.mended))
        made.add_row(one.group, *counts, "" if one.done_at else "nobody of the group answers")
    return made


def _differences(found: Sequence[ReplicaCheck]) -> Table:
    made = table("Group", "Topic", "Copy", "Record", "Is")
    for check in found:
        for one in check.report.differences:
            made.add_row(check.group, one.topic, one.collection, one.id, one.wrong)
    return made
