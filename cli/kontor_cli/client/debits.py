"""Debit files at the billing service, from an open item to the bank's word."""

from collections.abc import Iterator
from datetime import date
from typing import Literal
from uuid import UUID, uuid4

from kontor_contracts.values import Amount, Value

from kontor_cli.client.answers import DebitFile
from kontor_cli.client.session import Session
from kontor_cli.settings import Service

BILLING = Service.BILLING


class DebitItem(Value):
    """An open item of a debit run: in its file, or left out with the field to mend."""

    invoice_number: str
    included: bool
    amount: Amount | None = None
    sequence: str | None = None
    collection_date: date | None = None
    code: str = ""
    field: str = ""
    reason: str = ""


class _Made(Value):
    items: tuple[DebitFile, ...]


class DebitsApi:
    def __init__(self, session: Session) -> None:
        self._session = session

    def make(self, until: str = "") -> tuple[DebitFile, ...]:
        """Have whatever is open put into files; only what is due by `until`."""
        answer = self._session.send(
            "POST",
            BILLING,
            "/debit-files",
            json={"until": until} if until else {},
            headers={"Idempotency-Key": str(uuid4())},
        )
        return _Made.model_validate_json(answer.content).items

    def all(self) -> Iterator[DebitFile]:
        """The latest first."""
        return self._session.pages(BILLING, "/debit-files", DebitFile)

    def of_run(self, run_id: UUID) -> Iterator[DebitFile]:
        return self._session.pages(BILLING, "/debit-files", DebitFile, run_id=f"{run_id}")

    def items(self, file_id: UUID) -> Iterator[DebitItem]:
        return self._session.pages(BILLING, f"/debit-files/{file_id}/items", DebitItem)

    def release(self, file_id: UUID, step: Literal["submit", "confirm"]) -> DebitFile:
        """Say that the bank has the file, or that it took it; again it changes nothing."""
        answer = self._session.send("POST", BILLING, f"/debit-files/{file_id}/{step}")
        return DebitFile.model_validate_json(answer.content)
