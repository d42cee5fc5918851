"""Yearly licences: when each renews itself, and when that is to be told."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from kontor_contracts.billing.folder import Folder, FolderLine, FolderState
from kontor_contracts.billing.licence import LicenceRenewalDue

from kontor_billing.model.intervals import is_licence, renewal

RUNNING = frozenset({FolderState.ACTIVE, FolderState.SUSPENDED})


def has_licences(folder: Folder) -> bool:
    """Whether any of its renewals will be told."""
    return folder.state in RUNNING and any(map(is_licence, folder.lines))


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
    if not is_licence(line):
        return None
    years = max(today.year - line.start.year, 1)
    if renewal(line.start, years) <= today:
        years += 1
    renews_on = renewal(line.start, years)
    return renews_on if line.end is None or line.end > renews_on else None


def _notice(line: FolderLine) -> timedelta:
    return timedelta(days=line.renewal_notice_days or 0)
