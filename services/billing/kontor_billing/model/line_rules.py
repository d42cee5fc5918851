"""What a line of a folder must fulfil, each breach with its field."""

from collections.abc import Iterable, Iterator

from kontor_contracts.billing.folder import FolderLine, LineKind, Pause, PriceChange
from kontor_contracts.errors import FieldError

INTERVALS = (1, 2, 3, 6, 12)
YEAR = 12


def line_errors(line: FolderLine) -> Iterable[FieldError]:
    if line.kind is LineKind.RECURRING and line.interval_months not in INTERVALS:
        message = f"an interval has {', '.join(map(str, INTERVALS))} months"
        yield FieldError("interval_months", "not-an-interval", message)
    if (line.kind is LineKind.USAGE) != (line.tariff is not None):
        message = "a usage line, and no other, says its tariff"
        yield FieldError("tariff", "does-not-fit", message)
    if line.kind is LineKind.USAGE and line.unit_price < 0:
        yield FieldError("unit_price", "negative", "usage has no negative price")
    if line.end is not None and line.end <= line.start:
        yield FieldError("end", "before-start", "a line ends after its start")
    if not 0 <= line.discount_percent <= 100:  # noqa: PLR2004  # per cent
        yield FieldError("discount_percent", "not-a-percentage", "a discount is 0 to 100 %")
    if not line.description:
        yield FieldError("description", "missing", "a line says what is billed")
    if line.quantity == 0:
        yield FieldError("quantity", "zero", "a quantity is not zero")
    if line.discount_amount < 0 or (line.discount_amount and line.kind is LineKind.USAGE):
        message = "an amount off is positive, and usage has a percentage only"
        yield FieldError("discount_amount", "does-not-fit", message)
    yearly = line.kind is LineKind.RECURRING and line.interval_months == YEAR
    if line.renewal_notice_days is not None and not yearly:
        message = "a licence recurs every 12 months"
        yield FieldError("renewal_notice_days", "does-not-fit", message)
    yield from _pause_errors(line)
    yield from _price_errors(line.prices, line)


def _pause_errors(line: FolderLine) -> Iterator[FieldError]:
    if line.pauses and line.kind is not LineKind.RECURRING:
        yield FieldError("pauses", "does-not-fit", "only what recurs can pause")
    before: Pause | None = None
    for number, pause in enumerate(line.pauses):
        if pause.end is not None and pause.end <= pause.start:
            message = "a pause ends after its start"
            yield FieldError(f"pauses.{number}.end", "before-start", message)
        if before and (before.end is None or pause.start < before.end):
            message = "pauses are in order of their days, and none reaches into the next"
            yield FieldError(f"pauses.{number}.start", "overlaps", message)
        before = pause


def _price_errors(prices: Iterable[PriceChange], line: FolderLine) -> Iterator[FieldError]:
    if line.prices and line.kind is not LineKind.RECURRING:
        yield FieldError("prices", "does-not-fit", "only what recurs changes its price by date")
    latest = line.start
    for number, change in enumerate(prices):
        if change.start <= latest:
            message = f"from {latest} on another price holds: prices are in order of their days"
            yield FieldError(f"prices.{number}.start", "overlaps", message)
        latest = max(latest, change.start)
