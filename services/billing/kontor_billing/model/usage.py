"""What was used of a line in a month, and what that costs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from kontor_contracts.billing.folder import Folder, FolderLine, LineKind
from kontor_contracts.billing.usage import UsageKind, UsageTariff, UsageUnit
from kontor_contracts.values import Value

from kontor_billing.model.months import first_of_month, month_number

#: A record's share is told to six places; an invoice line is rounded once, at its sum.
SHARE = Decimal("0.000001")
PERCENT = Decimal("0.01")


class UsageSum(NamedTuple):
    """Records of a line in a month that are to be billed; `before` units are billed already."""

    line_id: UUID
    month: date
    since: datetime
    #: Exclusive.
    until: datetime
    units: int
    records: int
    before: int = 0
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BilledUsage:
    """Usage on an invoice, with the line as it was."""

    invoice_id: UUID
    folder_id: UUID
    line: FolderLine
    used: UsageSum


class Rating(NamedTuple):
    """A part of an invoice's annex: the line as it was, and the units billed before."""

    id: UUID
    line: FolderLine
    before: int


class Asked(NamedTuple):
    """A usage line of a folder, and the moments between which it counts."""

    folder_id: UUID
    line: FolderLine
    since: datetime
    until: datetime
    #: Beginnings of destinations that other lines of the folder charge.
    excluded: tuple[str, ...] = ()


class UsageRecord(Value):
    """One use, as the annex and the list of unknown ones show it."""

    id: str
    folder_id: UUID
    kind: UsageKind
    quantity: int
    unit: UsageUnit
    occurred_at: datetime
    destination: str


class UnbilledUsage(Value):
    """What of one kind a folder used that no invoice charges yet; `quantity` is not rounded."""

    folder_id: UUID
    kind: UsageKind
    unit: UsageUnit
    records: int
    quantity: int
    first_at: datetime
    last_at: datetime


def midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))


def asked_of(folder: Folder, until: date, zone: str) -> Iterator[Asked]:
    """The folder's usage lines, each for the time that it runs, up to `until`.

    No record is asked for twice: of two lines for the same, the one that starts later takes over
    on its first day.
    """
    lines = [line for line in folder.lines if line.kind is LineKind.USAGE]
    for line in sorted(lines, key=lambda one: one.start):
        later = lines_after(line, lines)
        end = min([until, line.end or until, *(one.start for one in later)])
        if line.start < end:
            since, before = midnight(line.start, zone), midnight(end, zone)
            yield Asked(folder.id, line, since, before, longer(line, lines))


def lines_after(line: FolderLine, lines: Sequence[FolderLine]) -> list[FolderLine]:
    """Those that charge the same and start later; of two that start together, the last one does."""
    position = lines.index(line)
    return [
        other
        for number, other in enumerate(lines)
        if _charged_by(other) == _charged_by(line)
        and (other.start, number) > (line.start, position)
    ]


def longer(line: FolderLine, lines: Iterable[FolderLine]) -> tuple[str, ...]:
    """Destinations within the line's own that other lines charge."""
    kind, unit, own = _charged_by(line)
    others = {
        destination
        for other in lines
        for other_kind, other_unit, destination in [_charged_by(other)]
        if (other_kind, other_unit) == (kind, unit) and destination.startswith(own)
    }
    return tuple(sorted(others - {own}))


def _charged_by(line: FolderLine) -> tuple[str, UsageUnit, str]:
    tariff = tariff_of(line)
    return tariff.kind, tariff.unit, tariff.destination


def month_of(asked: Asked, first: date, zone: str) -> tuple[datetime, datetime]:
    """The part of the month that `asked` counts."""
    following = first_of_month(month_number(first) + 1)
    return max(asked.since, midnight(first, zone)), min(asked.until, midnight(following, zone))


def tariff_of(line: FolderLine) -> UsageTariff:
    assert line.tariff  # noqa: S101  # checked when the line was saved
    return line.tariff


def stepped(quantity: int, step: int) -> int:
    """`quantity` rounded up to whole steps."""
    return -(-quantity // step) * step


def cost(units: int, tariff: UsageTariff, price: Decimal) -> Decimal:
    """What so many units cost in a month: those above the bundle, never more than the cap."""
    charged = max(0, units - tariff.included)
    exact = (charged * price / tariff.per).quantize(SHARE, ROUND_HALF_UP)
    return exact if tariff.cap is None else min(exact, tariff.cap)


class Meter:
    """Rates a line's records one after the other; `before` units of their month are billed.

    Shares add up to what the month costs more than before, less the line's discount.
    """

    def __init__(self, line: FolderLine, before: int) -> None:
        self._line = line
        self._units = before
        self._reached = self._cost()

    def share(self, quantity: int) -> Decimal:
        self._units += stepped(quantity, tariff_of(self._line).step)
        so_far, self._reached = self._reached, self._cost()
        return self._reached - so_far

    def _cost(self) -> Decimal:
        full = cost(self._units, tariff_of(self._line), self._line.unit_price)
        left = 1 - self._line.discount_percent * PERCENT
        return (full * left).quantize(SHARE, ROUND_HALF_UP)
