"""Yearly licences: when each renews itself, and when that is to be told."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from kontor_contracts.billing.folder import Folder, FolderLine, FolderState, LineKind
from kontor_contracts.billing.licence import LicenceRenewalDue

from kontor_billing.model.months import first_of_month, month_number

YEAR = 12
RUNNING = frozenset({FolderState.ACTIVE, FolderState.SUSPENDED})


def has_licences(folder: Folder) -> bool:
    """Whether any of its renewals will be told."""
    return folder.state in RUNNING and any(map(_is_licence, folder.lines))


def renewals_due(folder: Folder, today: date, at: datetime) -> Iterator[LicenceRenewalDue]:
    """A fact for each licence that renews within its days of notice, unless it ends before."""
    if folder.state not in RUNNING:
        return
    for line in folder.lines:
        renews_on = next_renewal(line, today)
        if renews_on is not None and today >= renews_on - _notice(line):
            yield LicenceRenewalDue(
                party_id=folder.party_id,
                folder_id=folder.id,
                folder_number=folder.number,
                line_id=line.id,
                description=line.description,
                renews_on=renews_on,
                at=at,
            )


def next_renewal(line: FolderLine, today: date) -> date | None:
    """The first day after today on which another twelve months begin; None: it ends before."""
    if not _is_licence(line):
        return None
    first, this_month = month_number(line.start), month_number(today)
    years = max((this_month - first) // YEAR + 1, 1)
    renews_on = first_of_month(first + years * YEAR)
    return renews_on if line.end is None or line.end > renews_on else None


def _is_licence(line: FolderLine) -> bool:
    recurs = line.kind is LineKind.RECURRING and line.interval_months == YEAR
    return recurs and line.renewal_notice_days is not None


def _notice(line: FolderLine) -> timedelta:
    return timedelta(days=line.renewal_notice_days or 0)
