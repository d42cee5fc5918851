"""The billing service, as far as the command line uses it."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from uuid import UUID, uuid4

from kontor_contracts.values import Value

from kontor_cli.client.answers import (
    Batch,
    DebitFile,
    InvoiceState,
    LeftOut,
    Run,
    RunInvoice,
)
from kontor_cli.client.articles import Article
from kontor_cli.client.bank_answers import BankFileTaken
from kontor_cli.client.preview_answers import Preview, PreviewPage
from kontor_cli.client.session import Session
from kontor_cli.settings import Service

BILLING = Service.BILLING
#: Percent of change against the month before from which a preview marks it.
NOTABLE = Decimal(20)


class DebitFiles(Value):
    items: tuple[DebitFile, ...]


class BillingApi:
    def __init__(self, session: Session) -> None:
        self._session = session

    def start_run(self, period: str, *, again: bool = False, batch: str = "") -> Run:
        """The run of a period, which is started when there is none; `again` bills what is left."""
        response = self._session.send(
            "POST",
            BILLING,
            "/runs",
            json={"period": period, "again": again, "batch": batch},
            headers={"Idempotency-Key": str(uuid4())},
        )
        return Run.model_validate_json(response.content)

    def runs(self, period: str = "") -> list[Run]:
        """Those of the period, or all."""
        asked = {"period": period} if period else {}
        return list(self._session.pages(BILLING, "/runs", Run, **asked))

    def run(self, run_id: UUID) -> Run:
        return self._session.get(BILLING, f"/runs/{run_id}", Run)

    def invoices(self, run_id: UUID) -> Iterator[RunInvoice]:
        return self._session.pages(BILLING, f"/runs/{run_id}/invoices", RunInvoice)

    def all_invoices(self) -> Iterator[InvoiceState]:
        return self._session.pages(BILLING, "/invoices", InvoiceState)

    def left_out(self, run_id: UUID) -> Iterator[LeftOut]:
        return self._session.pages(BILLING, f"/runs/{run_id}/left-out", LeftOut)

    def preview(self, period: str, *, batch: str = "", notable: Decimal = NOTABLE) -> Preview:
        """The whole preview, gathered from its pages."""
        asked = {"period": period, "batch": batch, "notable_percent": str(notable)}
        pages = list(self._preview_pages(asked))
        return Preview(
            invoices=tuple(one for page in pages for one in page.invoices),
            left_out=tuple(one for page in pages for one in page.left_out),
            not_billed=tuple(one for page in pages for one in page.not_billed),
        )

    def _preview_pages(self, asked: dict[str, str]) -> Iterator[PreviewPage]:
        cursor: str | None = ""
        while cursor is not None:
            parameters = {"cursor": cursor} if cursor else {}
            response = self._session.send(
                "POST", BILLING, "/run-previews", json=asked, params=parameters
            )
            page = PreviewPage.model_validate_json(response.content)
            yield page
            cursor = page.next_cursor

    def batches(self) -> list[Batch]:
        return list(self._session.pages(BILLING, "/batches", Batch))

    def put_batch(self, name: str, fields: Mapping[str, object]) -> Batch:
        response = self._session.send("PUT", BILLING, f"/batches/{name}", json=dict(fields))
        return Batch.model_validate_json(response.content)

    def remove_batch(self, name: str) -> None:
        self._session.send("DELETE", BILLING, f"/batches/{name}")

    def articles(self) -> Iterator[Article]:
        return self._session.pages(BILLING, "/articles", Article)

    def put_article(self, number: str, fields: Mapping[str, object]) -> Article:
        response = self._session.send("PUT", BILLING, f"/articles/{number}", json=dict(fields))
        return Article.model_validate_json(response.content)

    def annex(self, invoice_id: UUID) -> bytes:
        """The itemised usage of an invoice, as CSV."""
        return self._session.send("GET", BILLING, f"/invoices/{invoice_id}/usage.csv").content

    def make_debit_files(self, run_id: UUID) -> None:
        """Have the run's debits put into files; asked again it changes nothing."""
        self._session.send("POST", BILLING, "/debit-files", json={"run_id": str(run_id)})

    def debit_files(self, run_id: UUID) -> list[DebitFile]:
        return list(self._session.pages(BILLING, "/debit-files", DebitFile, run_id=str(run_id)))

    def take_bank_file(self, content: bytes) -> BankFileTaken:
        """Sent again until the service has reached its end, which it does in steps."""
        while True:
            answer = self._session.send("POST", BILLING, "/bank-files", content=content)
            taken = BankFileTaken.model_validate_json(answer.content)
            if not taken.remaining:
                return taken

    def debit_file_content(self, file_id: UUID) -> bytes:
        return self._session.send("GET", BILLING, f"/debit-files/{file_id}/content").content
