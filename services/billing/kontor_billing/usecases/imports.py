"""Imports of folders and lines: chunk by chunk, the same file again without effect."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from kontor_chassis.ids import new_id
from kontor_chassis.import_report import Progress, ReportLine
from kontor_chassis.tables import Row, read_table
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.party import Party
from kontor_contracts.customers.payment import PaymentDetails
from kontor_contracts.errors import NotYetKnownError

from kontor_billing.model.folder_changes import event_of
from kontor_billing.model.folder_import import (
    FOLDER_COLUMNS,
    LINE_COLUMNS,
    FolderRow,
    LineRow,
    references_of,
)
from kontor_billing.model.folder_plan import FolderPlan
from kontor_billing.model.import_rows import Cells, Outcome, RowRefusedError, parsed
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.import_outcome import Report, readable_and_first

CHUNK_ROWS = 500
Known = tuple[Mapping[str, Party], Mapping[UUID, PaymentDetails]]


class ImportKind(StrEnum):
    FOLDERS = "folders"
    LINES = "lines"


@dataclass(frozen=True)
class Shape:
    """What a kind of file looks like and what a row of it does; `key` stands once in a file."""

    columns: Sequence[str]
    key: Sequence[str]
    put: Callable[[FolderPlan, Cells], Outcome]


SHAPES = {
    ImportKind.FOLDERS: Shape(
        FOLDER_COLUMNS,
        key=("number", "folder"),
        put=lambda plan, cells: plan.put_folder(parsed(FolderRow, cells)),
    ),
    ImportKind.LINES: Shape(
        LINE_COLUMNS,
        key=("number", "folder", "line"),
        put=lambda plan, cells: plan.put_line(parsed(LineRow, cells)),
    ),
}


@dataclass(frozen=True)
class Import:
    """A file whose header is right and whose parties are as known as they will be."""

    billing: Billing
    shape: Shape
    rows: Sequence[Row]
    known: Known
    dry_run: bool
    #: Marks the import's facts in the outbox.
    tag: str = field(default_factory=lambda: str(new_id()))


async def prepared(billing: Billing, kind: ImportKind, data: bytes, *, dry_run: bool) -> Import:
    """InvalidInputError for a wrong header; NotYetKnownError while parties are on their way."""
    shape = SHAPES[kind]
    rows = read_table(data, columns=shape.columns, required=shape.key)
    known = await _known(billing, rows)
    if _lacks(rows, known):
        if not await billing.upstream.is_replicated():
            raise NotYetKnownError("some parties or mandates are not known here yet; try again")
        known = await _known(billing, rows)
    return Import(billing, shape, rows, known, dry_run)


async def _known(billing: Billing, rows: Sequence[Row]) -> Known:
    numbers = {row.cells["number"] for row in rows if not row.unreadable}
    parties = await billing.replicas.parties_by_number(numbers)
    payers = [party.payer_id for party in parties.values() if party.payer_id]
    ids = [party.id for party in parties.values()]
    return parties, await billing.replicas.payments([*ids, *payers])


def _lacks(rows: Sequence[Row], known: Known) -> bool:
    """Whether a row names a party or a mandate that we do not have."""
    parties, payments = known
    references = {one for details in payments.values() for one in references_of(details)}
    readable = [row.cells for row in rows if not row.unreadable]
    named = {cells.get("payment_reference", "") for cells in readable} - {""}
    return bool(named - references) or any(cells["number"] not in parties for cells in readable)


async def imported(job: Import) -> AsyncIterator[ReportLine]:
    """Import the rows; what is reported as done is committed."""
    report, seen = Report(), dict[tuple[str, ...], int]()
    for start in range(0, len(job.rows), CHUNK_ROWS):
        chunk = job.rows[start : start + CHUNK_ROWS]
        reported = len(report.refusals)
        rows = list(readable_and_first(job.shape.key, chunk, seen, report))
        await _import(job, rows, report)
        for line in sorted(report.refusals[reported:], key=lambda one: one.row):
            yield line
        yield Progress(done=start + len(chunk), total=len(job.rows))
    yield report.finished()


async def _import(job: Import, rows: Sequence[Row], report: Report) -> None:
    async def work(tx: Transaction) -> Report:
        plan, attempt = await _plan(job, rows, tx), Report()
        for row in rows:
            try:
                attempt.outcomes[job.shape.put(plan, row.cells)] += 1
            except RowRefusedError as error:
                attempt.refuse(row, error)
        if not job.dry_run:
            await _save(job, plan, tx)
        return attempt

    report.add(await job.billing.transactions.run(work))


async def _plan(job: Import, rows: Sequence[Row], tx: Transaction) -> FolderPlan:
    parties, payments = job.known
    ids = {parties[number].id for row in rows if (number := row.cells["number"]) in parties}
    folders = await job.billing.folders.of_parties(ids, tx)
    before = {one.folder.id: one for of_party in folders.values() for one in of_party}
    numbers = {row.cells.get("article", "") for row in rows} - {""}
    articles = await job.billing.articles.by_number(numbers, tx) if numbers else {}
    named = any(row.cells.get("batch") for row in rows)
    batches = frozenset(one.name for one in await job.billing.batches.all()) if named else ()
    return FolderPlan(parties, payments, before, articles, batches=frozenset(batches))


async def _save(job: Import, plan: FolderPlan, tx: Transaction) -> None:
    changes = plan.changes()
    await job.billing.folders.save_all(changes, tx)
    keys = {after.folder.standard_installation for _, after in changes} - {""}
    templates = await job.billing.installations.by_key(keys, tx) if keys else {}
    for before, after in changes:
        template = templates.get(after.folder.standard_installation)
        event = event_of(before.folder if before else None, after.folder, template)
        tx.publish(event, tag=job.tag)
