"""The billing service, as far as the command line uses it."""

from collections.abc import Iterator
from uuid import UUID, uuid4

from kontor_contracts.values import Value

from kontor_cli.client.answers import DebitFile, LeftOut, Preview, Run, RunInvoice
from kontor_cli.client.session import Session
from kontor_cli.settings import Service

BILLING = Service.BILLING


class DebitFiles(Value):
    items: tuple[DebitFile, ...]


class BillingApi:
    def __init__(self, session: Session) -> None:
        self._session = session

    def start_run(self, period: str, *, again: bool = False) -> Run:
        """The run of a period, which is started when there is none; `again` bills what is left."""
        response = self._session.send(
            "POST",
            BILLING,
            "/runs",
            json={"period": period, "again": again},
            headers={"Idempotency-Key": str(uuid4())},
        )
        return Run.model_validate_json(response.content)

    def runs(self, period: str) -> list[Run]:
        return list(self._session.pages(BILLING, "/runs", Run, period=period))

    def run(self, run_id: UUID) -> Run:
        return self._session.get(BILLING, f"/runs/{run_id}", Run)

    def invoices(self, run_id: UUID) -> Iterator[RunInvoice]:
        return self._session.pages(BILLING, f"/runs/{run_id}/invoices", RunInvoice)

    def left_out(self, run_id: UUID) -> Iterator[LeftOut]:
        return self._session.pages(BILLING, f"/runs/{run_id}/left-out", LeftOut)

    def preview(self, period: str) -> Preview:
        return self._session.post(BILLING, "/run-previews", Preview, {"period": period})

    def make_debit_files(self, run_id: UUID) -> None:
        """Have the run's debits put into files; asked again it changes nothing."""
        self._session.send("POST", BILLING, "/debit-files", json={"run_id": str(run_id)})

    def debit_files(self, run_id: UUID) -> list[DebitFile]:
        return list(self._session.pages(BILLING, "/debit-files", DebitFile, run_id=str(run_id)))

    def debit_file_content(self, file_id: UUID) -> bytes:
        return self._session.send("GET", BILLING, f"/debit-files/{file_id}/content").content
