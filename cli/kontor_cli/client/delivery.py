"""The delivery service, as far as the command line uses it."""

from collections.abc import Iterator
from enum import StrEnum
from uuid import UUID

from kontor_cli.client.delivery_answers import DeliveryRow, DepositRow, Document, File, Summary
from kontor_cli.client.session import Session
from kontor_cli.settings import Service

DELIVERY = Service.DELIVERY


class FileKind(StrEnum):
    CHORUS_PRO = "chorus-pro"
    GOCARDLESS = "gocardless"


class DeliveryApi:
    def __init__(self, session: Session) -> None:
        self._session = session

    def summary(self, run_id: UUID) -> Summary:
        return self._session.get(DELIVERY, f"/runs/{run_id}/summary", Summary)

    def deliveries(self, run_id: UUID | None = None) -> Iterator[DeliveryRow]:
        """Those of a run, or all."""
        asked = {"run_id": str(run_id)} if run_id else {}
        return self._session.pages(DELIVERY, "/deliveries", DeliveryRow, **asked)

    def documents(self, run_id: UUID) -> Iterator[Document]:
        return self._session.pages(DELIVERY, "/documents", Document, run_id=str(run_id))

    def document_content(self, invoice_id: UUID) -> bytes:
        return self._session.send("GET", DELIVERY, f"/documents/{invoice_id}/content").content

    def files(self, run_id: UUID, kind: FileKind) -> Iterator[File]:
        return self._session.pages(DELIVERY, "/files", File, run_id=str(run_id), kind=kind)

    def close_files(self, run_id: UUID, kind: FileKind) -> None:
        """Have the run's files closed with what is there."""
        self._session.send("POST", DELIVERY, f"/runs/{run_id}/files/{kind}/close")

    def deposits(self, state: str) -> Iterator[DepositRow]:
        """Chorus Pro flows by API, the newest first; all of them unless `state` says which."""
        asked = {"state": state} if state else {}
        return self._session.pages(DELIVERY, "/deposits", DepositRow, **asked)

    def deposit_again(self, name: str) -> DepositRow | None:
        """Deposit the refused flow of this name again; None where there is no such flow."""
        return self._once_more(name, "again")

    def pack_again(self, name: str) -> DepositRow | None:
        """Have what Chorus Pro rejected of this flow join the day's next one."""
        return self._once_more(name, "pack-again")

    def _once_more(self, name: str, how: str) -> DepositRow | None:
        found = next((one for one in self.deposits("") if name in {one.name, str(one.id)}), None)
        if found:
            self._session.send("POST", DELIVERY, f"/deposits/{found.id}/{how}")
        return found

    def file_content(self, file_id: UUID) -> bytes:
        return self._session.send("GET", DELIVERY, f"/files/{file_id}/content").content
