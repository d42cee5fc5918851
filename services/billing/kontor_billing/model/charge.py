"""What one part of a line costs: the figures of an invoice line, before VAT."""

from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import NamedTuple

from kontor_contracts.billing.folder import FolderLine, LineKind
from kontor_contracts.values import cents

from kontor_billing.model.coverage import Span
from kontor_billing.model.intervals import Part
from kontor_billing.model.months import DAY
from kontor_billing.model.usage import UsageSum

PRICE_PLACES = Decimal("0.000001")
HUNDRED = Decimal(100)


class Charge(NamedTuple):
    """`net` = `quantity` of the line * `unit_price` - `discount`, rounded to the cent."""

    line: FolderLine
    span: Span
    unit_price: Decimal
    discount: Decimal
    net: Decimal
    #: What was used, where the line bills usage.
    used: UsageSum | None = None

    @property
    def supplied_on(self) -> date:
        """The day whose VAT rate applies: a period is supplied at its end (§ 13 UStG)."""
        return self.line.start if self.line.kind is LineKind.ONE_OFF else self.span.end - DAY


def charge(line: FolderLine, part: Part) -> Charge:
    """The price for `part`: by days where it is no whole interval, rounded once, at the net."""
    days, whole = part.span.days, part.interval_days
    exact = line.quantity * line.unit_price * days / whole
    gross = net = cents(exact)
    if line.discount_percent:
        exact = exact * (HUNDRED - line.discount_percent) / HUNDRED
        net = cents(exact)
    if line.discount_amount:
        net = cents(exact - line.discount_amount * days / whole)
    if days == whole:
        return Charge(line, part.span, line.unit_price, gross - net, net)
    price = _printed_price(line, line.unit_price * days / whole, gross)
    return Charge(line, part.span, price, cents(line.quantity * price) - net, net)


def _printed_price(line: FolderLine, exact: Decimal, gross: Decimal) -> Decimal:
    """The unit price of the part to six places: that neighbour which yields `gross`."""
    prices = [exact.quantize(PRICE_PLACES, way) for way in (ROUND_HALF_UP, ROUND_DOWN, ROUND_UP)]
    return next((price for price in prices if cents(line.quantity * price) == gross), prices[0])
