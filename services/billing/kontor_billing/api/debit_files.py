"""Routes of debit files."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from kontor_chassis.http import Page
from kontor_contracts.customers.payment import MandateScheme
from kontor_contracts.values import Amount, Value

from kontor_billing.api.callers import Accountant
from kontor_billing.model.debit.files import DebitFile, DebitFileState
from kontor_billing.model.debit.presentation import Exclusion
from kontor_billing.model.folder_changes import Strict
from kontor_billing.usecases import debit_files, debit_releases
from kontor_billing.usecases.billing import Billing


class DebitFilesRequest(Strict):
    run_id: UUID


class DebitFileView(Value):
    """A file for the bank, and what could not go into it."""

    id: UUID
    run_id: UUID
    state: DebitFileState
    message_id: str
    scheme: MandateScheme
    collection_dates: tuple[date, ...]
    count: int
    total: Amount
    sha256: str
    submitted_at: datetime | None
    confirmed_at: datetime | None
    excluded: tuple[Exclusion, ...]

    @classmethod
    def of(cls, file: DebitFile, excluded: list[Exclusion]) -> Self:
        fields = file.model_dump(include=set(cls.model_fields))
        return cls(**fields, excluded=tuple(excluded))


def router(billing: Billing) -> APIRouter:
    routes = APIRouter(tags=["debit files"])

    @routes.post("/debit-files", status_code=202)
    async def make_files(request: DebitFilesRequest, _caller: Accountant) -> Page[DebitFileView]:
        """Put a completed run's SEPA debits into files; asked again it answers the same files."""
        return await _page(await debit_files.reserve_debit_files(billing, request.run_id))

    @routes.get("/debit-files")
    async def list_files(run_id: UUID, _caller: Accountant) -> Page[DebitFileView]:
        """The debit files of a run."""
        return await _page(await debit_files.of_run(billing, run_id))

    @routes.get("/debit-files/{file_id}/content", response_class=StreamingResponse)
    async def read_content(file_id: UUID, _caller: Accountant) -> StreamingResponse:
        """The bytes as they were kept when the file was made."""
        file, pieces = await debit_files.content(billing, file_id)
        name = f'attachment; filename="{file.message_id}.xml"'
        return StreamingResponse(
            pieces, media_type="application/xml", headers={"Content-Disposition": name}
        )

    @routes.post("/debit-files/{file_id}/submit")
    async def submit_file(file_id: UUID, _caller: Accountant) -> DebitFileView:
        """The bank has the file; asked again it changes nothing. No invoice is paid by it."""
        return await _view(await debit_releases.submit(billing, file_id))

    @routes.post("/debit-files/{file_id}/confirm")
    async def confirm_file(file_id: UUID, _caller: Accountant) -> DebitFileView:
        """The bank took the file: each debit pays its invoice on its collection date."""
        return await _view(await debit_releases.confirm(billing, file_id))

    async def _view(file: DebitFile) -> DebitFileView:
        return DebitFileView.of(file, await debit_files.excluded_of(billing, file))

    async def _page(files: list[DebitFile]) -> Page[DebitFileView]:
        return Page(items=[await _view(file) for file in files])

    return routes
