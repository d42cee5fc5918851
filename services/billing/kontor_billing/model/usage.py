"""What was used of a line in a month, and what that costs."""

from collections.abc import Iterator
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
    """The folder's usage lines, each for the time that it runs, up to `until`."""
    for line in folder.lines:
        end = min(until, line.end or until)
        if line.kind is LineKind.USAGE and line.start < end:
            yield Asked(folder.id, line, midnight(line.start, zone), midnight(end, zone))


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
