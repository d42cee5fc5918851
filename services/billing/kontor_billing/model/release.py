"""Giving back what an invoice has billed, so that a later run bills it again."""

from collections.abc import Iterator
from uuid import UUID

from kontor_contracts.billing.invoice import Invoice, InvoiceLine

from kontor_billing.model.coverage import Coverage, Span, gaps
from kontor_billing.model.folders import BilledFolder
from kontor_billing.model.months import DAY


def released(folder: BilledFolder, invoice: Invoice) -> BilledFolder:
    """The folder with none of the invoice's days billed."""
    billed = dict(folder.billed)
    for section in invoice.sections:
        if section.folder_id == folder.folder.id:
            for line_id, span in _spans(folder, section.lines):
                billed[line_id] = without(billed.get(line_id, ()), span)
    return BilledFolder(folder.folder, billed, folder.bookings)


def without(coverage: Coverage, removed: Span) -> Coverage:
    return tuple(part for span in coverage for part in gaps((removed,), span))


def _spans(folder: BilledFolder, lines: tuple[InvoiceLine, ...]) -> Iterator[tuple[UUID, Span]]:
    starts = {line.id: line.start for line in folder.folder.lines}
    for line in lines:
        line_id = line.folder_line_id
        if line_id and line.period:
            yield line_id, Span(line.period.start, line.period.end)
        elif line_id in starts:
            yield line_id, Span(starts[line_id], starts[line_id] + DAY)
