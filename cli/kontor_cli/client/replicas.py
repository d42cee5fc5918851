"""Copies that services keep of each other's records, compared with their topics and mended."""

import time
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from kontor_contracts.values import Value

from kontor_cli.client.session import Session
from kontor_cli.settings import Service

POLL_SECONDS = 0.5
#: To wait for a group whose process may be down.
PATIENCE_SECONDS = 120.0


class Difference(Value):
    topic: str
    collection: str
    id: str
    wrong: str


class Report(Value):
    looked_at: int = 0
    wrong: int = 0
    mended: int = 0
    differences: tuple[Difference, ...] = ()


class ReplicaCheck(Value):
    """Of one consumer group; `done_at` is empty while nobody of it has answered."""

    id: UUID
    group: str
    done_at: datetime | None = None
    report: Report = Report()


class ReplicasApi:
    def __init__(self, session: Session) -> None:
        self._session = session

    def compare(self, service: Service, *, mend: bool = False) -> Iterator[ReplicaCheck]:
        """Each group's, as soon as it is done or was waited for long enough."""
        asked = self._session.send("POST", service, "/replica-checks", json={"mend": mend})
        end = time.monotonic() + PATIENCE_SECONDS
        for one in Asked.model_validate_json(asked.content).items:
            yield self._done(service, one, end)

    def _done(self, service: Service, check: ReplicaCheck, end: float) -> ReplicaCheck:
        while check.done_at is None and time.monotonic() < end:
            time.sleep(POLL_SECONDS)
            check = self._session.get(service, f"/replica-checks/{check.id}", ReplicaCheck)
        return check


class Asked(Value):
    items: tuple[ReplicaCheck, ...]
