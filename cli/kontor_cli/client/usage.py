"""Usage of folders that nobody knows."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from kontor_contracts.values import Value

from kontor_cli.client.session import Session
from kontor_cli.settings import Service

BILLING = Service.BILLING


class UnknownUsage(Value):
    id: str
    folder_id: str
    kind: str
    quantity: int
    unit: str
    occurred_at: datetime
    destination: str = ""


class UsageApi:
    def __init__(self, session: Session) -> None:
        self._session = session

    def unknown(self) -> Iterator[UnknownUsage]:
        return self._session.pages(BILLING, "/unknown-usage", UnknownUsage)

    def assign(self, usage_id: str, folder_id: UUID) -> None:
        body = {"usage_id": usage_id, "folder_id": str(folder_id)}
        self._session.send("POST", BILLING, "/unknown-usage/assign", json=body)

    def discard(self, usage_id: str) -> None:
        body = {"usage_id": usage_id}
        self._session.send("POST", BILLING, "/unknown-usage/discard", json=body)
