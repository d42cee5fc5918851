"""How billing uses a customer's mandates."""

from collections.abc import Iterator
from datetime import date
from typing import Literal
from uuid import UUID

from kontor_contracts.values import Value

from kontor_cli.client.session import Session
from kontor_cli.settings import Service

BILLING = Service.BILLING


class MandateUse(Value):
    """`hold` keeps it from being presented."""

    id: UUID
    presented_on: date | None = None
    hold: str = ""
    last_wanted: bool = False
    last_presented: bool = False


class MandatesApi:
    def __init__(self, session: Session) -> None:
        self._session = session

    def uses(self, party_id: UUID) -> Iterator[MandateUse]:
        return self._session.pages(BILLING, f"/parties/{party_id}/mandate-uses", MandateUse)

    def step(
        self, party_id: UUID, mandate_id: UUID, step: Literal["release", "finish"]
    ) -> MandateUse:
        path = f"/parties/{party_id}/mandate-uses/{mandate_id}/{step}"
        return MandateUse.model_validate_json(self._session.send("POST", BILLING, path).content)
