"""Routes of debit files."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID, uuid5

from fastapi import APIRouter, Header, Query
from kontor_chassis.http import Page
from kontor_chassis.http.paging import next_cursor, read_cursor
from kontor_chassis.ids import new_id
from kontor_contracts.customers.payment import MandateScheme
from kontor_contracts.values import Amount, Value

from kontor_billing.api.callers import Accountant
from kontor_billing.model.debit.files import DebitFile, DebitFileState
from kontor_billing.model.debit.presentation import Exclusion
from kontor_billing.model.entered import Strict
from kontor_billing.usecases import debit_files, debit_releases, debit_runs
from kontor_billing.usecases.billing import Billing

Limit = Annotated[int, Query(ge=1, le=1000)]
Cursor = Annotated[str, Query(max_length=2000)]
DebitRunKey = Annotated[str | None, Header(alias="Idempotency-Key", max_length=255)]
#: Namespace of debit runs over everything.
EVERYTHING = UUID("0198f000-0000-7000-8000-0000000000d1")


class DebitFilesRequest(Strict):
    """A billing run's debits; without one, whatever is open of all runs and of none."""

    run_id: UUID | None = None
    #: Without a run: only what is due by then.
    until: date | None = None


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
    async def make_files(
        request: DebitFilesRequest, _caller: Accountant, key: DebitRunKey = None
    ) -> Page[DebitFileView]:
        """Put open SEPA debits into files; asked again it answers the same files.

        A billing run has one debit run; without `run_id`, the same Idempotency-Key is the same one.
        """
        if request.run_id:
            made = await debit_runs.reserve_debit_files(billing, request.run_id)
            return await _page(billing, made)
        run_id = uuid5(EVERYTHING, key) if key else new_id()
        made = await debit_runs.reserve_everything(billing, run_id, request.until)
        return await _page(billing, made)

    _add_lists(routes, billing)
    _add_steps(routes, billing)
    return routes


def _add_lists(routes: APIRouter, billing: Billing) -> None:
    @routes.get("/debit-files")
    async def list_files(
        _caller: Accountant,
        run_id: UUID | None = None,
        limit: Limit = 20,
        cursor: Cursor = "",
    ) -> Page[DebitFileView]:
        """The debit files of a run; without one all, the latest first."""
        if run_id:
            return await _page(billing, await debit_files.of_run(billing, run_id))
        after = read_cursor(cursor)
        found = await debit_files.page(billing, after=after, limit=limit)
        page = await _page(billing, found)
        following = next_cursor(found, limit, lambda one: one.message_id)
        return page.model_copy(update={"next_cursor": following})


def _add_steps(routes: APIRouter, billing: Billing) -> None:
    """From created to confirmed."""

    @routes.post("/debit-files/{file_id}/submit")
    async def submit_file(file_id: UUID, _caller: Accountant) -> DebitFileView:
        """The bank has the file; asked again it changes nothing. No invoice is paid by it."""
        return await _view(billing, await debit_releases.submit(billing, file_id))

    @routes.post("/debit-files/{file_id}/confirm")
    async def confirm_file(file_id: UUID, _caller: Accountant) -> DebitFileView:
        """The bank took the file: each debit pays its invoice on its collection date."""
        return await _view(billing, await debit_releases.confirm(billing, file_id))


async def _view(billing: Billing, file: DebitFile) -> DebitFileView:
    return DebitFileView.of(file, await debit_files.excluded_of(billing, file))


async def _page(billing: Billing, files: list[DebitFile]) -> Page[DebitFileView]:
    return Page(items=[await _view(billing, file) for file in files])
