"""Invoices that a restored back-up does not know: what they billed, read from the fact alone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from string import Formatter
from uuid import UUID

from kontor_contracts.billing.invoice import Invoice, InvoiceKind, InvoiceLine

from kontor_billing.model.coverage import Span, extended
from kontor_billing.model.folders import Billed, BilledFolder
from kontor_billing.model.months import DAY


@dataclass(frozen=True, slots=True)
class Adoption:
    """What an adopted invoice adds to a folder, as long as that is at the state that was read."""

    read: BilledFolder
    invoice: Invoice

    def billed(self) -> Billed:
        """The folder's billed days with those of the invoice."""
        billed = dict(self.read.billed)
        for line in self._lines():
            if line.folder_line_id and (span := self._span(line)):
                known = billed.get(line.folder_line_id, ())
                billed[line.folder_line_id] = extended(known, [span])
        return billed

    def _lines(self) -> tuple[InvoiceLine, ...]:
        sections = self.invoice.sections
        return tuple(
            line for one in sections if one.folder_id == self.read.folder.id for line in one.lines
        )

    def _span(self, line: InvoiceLine) -> Span | None:
        """A line billed once has no period: it covers the day on which it starts."""
        if line.period:
            return Span(line.period.start, line.period.end)
        starts = {one.id: one.start for one in self.read.folder.lines}
        start = starts.get(line.folder_line_id or UUID(int=0))
        return Span(start, start + DAY) if start else None


def folders_of(invoice: Invoice) -> list[UUID]:
    return list(dict.fromkeys(one.folder_id for one in invoice.sections if one.folder_id))


def usage_folders(
    invoice: Invoice, folders: Mapping[UUID, BilledFolder]
) -> tuple[BilledFolder, ...]:
    """Those of which it has lines that no interval tells of: they charge usage."""
    charged = {
        section.folder_id
        for section in invoice.sections
        if any(line.folder_line_id is None for line in section.lines)
    }
    return tuple(one for folder_id, one in folders.items() if folder_id in charged)


def count_of(pattern: str, issued_on: date, number: str) -> int | None:
    """The count in an invoice number of this pattern; None for a number of another one."""
    parts = []
    for text, field, _, _ in Formatter().parse(pattern):
        parts.append(re.escape(text))
        parts.append({"year": str(issued_on.year), "number": "([0-9]+)"}.get(field or "", ""))
    found = re.fullmatch("".join(parts), number)
    return int(found[1]) if found else None


def adoption_order(pattern: str, invoice: Invoice) -> tuple[bool, int, int, str]:
    """Invoices before all notes, for a note credits an invoice that is there; then by count."""
    count = count_of(pattern, invoice.issued_on, invoice.number) or 0
    is_note = invoice.kind is InvoiceKind.CREDIT_NOTE
    return is_note, invoice.issued_on.year, count, invoice.number
