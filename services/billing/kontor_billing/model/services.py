"""*Dienste*: what a party has running, as its contacts see it."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from kontor_contracts.billing.folder import Folder, FolderLine, FolderState, LineKind, Pause
from kontor_contracts.values import CurrencyCode, Quantity, UnitPrice, Value


class ServicePrice(Value):
    """Net, per unit and interval, before discounts; a contact sees it with the invoices right."""

    unit_price: UnitPrice
    discount_percent: Decimal
    currency: CurrencyCode


class RunningService(Value):
    id: UUID
    folder_id: UUID
    folder_number: str
    folder_title: str
    site: str
    article: str
    description: str
    quantity: Quantity
    unit: str
    kind: LineKind
    interval_months: int
    since: date
    #: The first day without it; none is known.
    until: date | None = None
    paused: bool = False
    price: ServicePrice | None = None


def running(
    folders: Iterable[Folder], today: date, *, currency: str, with_prices: bool
) -> list[RunningService]:
    """The lines that run today; what is billed once is no service."""
    return [
        _service(folder, line, today, currency=currency if with_prices else "")
        for folder in folders
        if folder.state in {FolderState.ACTIVE, FolderState.SUSPENDED}
        for line in folder.lines
        if line.kind is not LineKind.ONE_OFF and _covers(line.start, line.end, today)
    ]


def _service(folder: Folder, line: FolderLine, today: date, *, currency: str) -> RunningService:
    return RunningService(
        id=line.id,
        folder_id=folder.id,
        folder_number=folder.number,
        folder_title=folder.title,
        site=folder.site,
        article=line.article,
        description=line.description,
        quantity=line.quantity,
        unit=line.unit,
        kind=line.kind,
        interval_months=line.interval_months,
        since=line.start,
        until=line.end,
        paused=_paused((*folder.suspensions, *line.pauses), today),
        price=_price(line, today, currency) if currency else None,
    )


def _price(line: FolderLine, today: date, currency: str) -> ServicePrice:
    changes = [one.unit_price for one in line.prices if one.start <= today]
    return ServicePrice(
        unit_price=changes[-1] if changes else line.unit_price,
        discount_percent=line.discount_percent,
        currency=currency,
    )


def _paused(pauses: Sequence[Pause], today: date) -> bool:
    return any(_covers(one.start, one.end, today) for one in pauses)


def _covers(start: date, end: date | None, day: date) -> bool:
    return start <= day and (end is None or day < end)
