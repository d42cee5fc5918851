"""The price list, as the billing service answers it."""

from datetime import date
from decimal import Decimal

from kontor_contracts.values import LocalizedText, Value


class ListPrice(Value):
    valid_from: date
    valid_until: date | None = None
    unit_price: Decimal


class Article(Value):
    number: str
    version: int
    name: LocalizedText
    unit: str
    vat_class: str
    interval_months: int
    prices: tuple[ListPrice, ...]
