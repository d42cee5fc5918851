"""What people say of a line of a folder; what they leave out comes from the price list."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from kontor_contracts.billing.folder import FolderLine, LineKind, Pause, PriceChange, Timing
from kontor_contracts.billing.usage import UsageTariff
from kontor_contracts.errors import InvalidInputError
from kontor_contracts.values import Amount, Percent, Quantity
from pydantic import Field

from kontor_billing.model.articles import Listed, PriceList
from kontor_billing.model.line_rules import line_errors


class LineFields(Listed):
    """What a caller says about a line of a folder."""

    kind: LineKind
    quantity: Quantity = Decimal(1)
    discount_percent: Percent = Decimal(0)
    #: Taken off each interval's price, behind the percentage.
    discount_amount: Amount = Decimal(0)
    #: The article's, else 1.
    interval_months: int | None = None
    timing: Timing = Timing.ADVANCE
    start: date
    end: date | None = None
    #: A usage line, and no other, says its tariff.
    tariff: UsageTariff | None = None
    #: A yearly licence: so many days before it renews itself, that is told.
    renewal_notice_days: Annotated[int, Field(ge=1, le=365)] | None = None
    #: A recurring line is not billed then.
    pauses: Annotated[tuple[Pause, ...], Field(max_length=100)] = ()
    #: Prices from a day on.
    prices: Annotated[tuple[PriceChange, ...], Field(max_length=100)] = ()


def line_of_fields(line_id: UUID, fields: LineFields, prices: PriceList) -> FolderLine:
    """The line with its article's figures; InvalidInputError names every wrong field of it."""
    terms = prices.terms_of(fields, fields.start)
    said = {name: getattr(fields, name) for name in LineFields.model_fields}
    said["interval_months"] = fields.interval_months or terms.interval_months
    line = FolderLine(id=line_id, **said | terms.of_a_line())
    if errors := list(line_errors(line)):
        raise InvalidInputError("the line is wrong", fields=errors)
    return line
