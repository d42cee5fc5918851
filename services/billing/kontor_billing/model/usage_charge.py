"""Usage as charges of a folder: one for each line and month."""

from collections.abc import Iterable, Iterator
from decimal import ROUND_UP, Decimal

from kontor_contracts.billing.folder import FolderLine
from kontor_contracts.values import cents

from kontor_billing.model.charge import HUNDRED, Charge
from kontor_billing.model.coverage import Span
from kontor_billing.model.months import first_of_month, month_number
from kontor_billing.model.usage import UsageSum, cost, tariff_of

QUANTITY_PLACES = Decimal("0.001")


def usage_charges(line: FolderLine, usage: Iterable[UsageSum]) -> Iterator[Charge]:
    return (_charge(line, one) for one in usage if one.line_id == line.id)


def _charge(line: FolderLine, used: UsageSum) -> Charge:
    """All that was used at its price; bundle, cap and discount are what is taken off."""
    tariff = tariff_of(line)
    reached = cost(used.before + used.units, tariff, line.unit_price)
    exact = reached - cost(used.before, tariff, line.unit_price)
    net = cents(exact * (HUNDRED - line.discount_percent) / HUNDRED)
    quantity = (Decimal(used.units) / tariff.per).quantize(QUANTITY_PLACES, ROUND_UP)
    printed = line.model_copy(update={"quantity": quantity})
    gross = max(cents(quantity * line.unit_price), net)
    span = Span(used.month, first_of_month(month_number(used.month) + 1))
    return Charge(printed, span, line.unit_price, gross - net, net, used)
