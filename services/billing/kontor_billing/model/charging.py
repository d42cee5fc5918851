"""Everything due of a folder: its lines without what is billed or paused, at each day's price."""

from collections.abc import Iterable, Iterator
from datetime import date

from kontor_contracts.billing.folder import FolderLine, FolderState, LineKind, Pause

from kontor_billing.model.charge import Charge, charge
from kontor_billing.model.coverage import Coverage, Span, extended
from kontor_billing.model.folders import BilledFolder
from kontor_billing.model.intervals import Part, due_parts
from kontor_billing.model.usage_charge import usage_charges


def charges_of(billed: BilledFolder, until: date) -> Iterator[Charge]:
    """What a run up to `until` (exclusive) bills of the folder; a draft is not billed yet."""
    folder = billed.folder
    if folder.state is FolderState.DRAFT:
        return
    for line in folder.lines:
        if line.kind is LineKind.USAGE:
            yield from usage_charges(line, billed.usage)
            continue
        covered = billed.coverage(line.id)
        if line.kind is LineKind.RECURRING and (folder.suspensions or line.pauses):
            covered = without_pauses(covered, (*folder.suspensions, *line.pauses))
        for part in due_parts(line, covered, until):
            if line.prices:
                yield from _at_each_price(line, part)
            else:
                yield charge(line, part)


def without_pauses(covered: Coverage, pauses: Iterable[Pause]) -> Coverage:
    """A paused day is passed over like a billed one."""
    spans = [Span(pause.start, pause.end or date.max) for pause in pauses]
    return extended(covered, spans)


def _at_each_price(line: FolderLine, part: Part) -> Iterator[Charge]:
    span = part.span
    changes = [change for change in line.prices if change.start < span.end]
    steps = [(line.start, line.unit_price), *((one.start, one.unit_price) for one in changes)]
    ends = [start for start, _ in steps[1:]] + [span.end]
    for (start, price), end in zip(steps, ends, strict=True):
        priced = Span(max(start, span.start), min(end, span.end))
        if priced.start < priced.end:
            changed = line.model_copy(update={"unit_price": price})
            yield charge(changed, Part(priced, part.interval_days))
