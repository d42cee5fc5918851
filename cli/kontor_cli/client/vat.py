"""Rates of VAT by country and class."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from kontor_contracts.values import Value

from kontor_cli.client.session import Session
from kontor_cli.settings import Service

BILLING, PATH = Service.BILLING, "/vat-rates"


class RatePeriod(Value):
    valid_from: date
    valid_until: date | None = None
    rate: Decimal


class VatTable(Value):
    country: str
    rate_class: str
    version: int
    rates: tuple[RatePeriod, ...]


class VatApi:
    def __init__(self, session: Session) -> None:
        self._session = session

    def tables(self) -> list[VatTable]:
        return list(self._session.pages(BILLING, PATH, VatTable))

    def put(self, country: str, rate_class: str, rates: Sequence[dict[str, str]]) -> VatTable:
        """All rates of a country and class, from the version that is there now."""
        known = {(one.country, one.rate_class): one.version for one in self.tables()}
        answer = self._session.send(
            "PUT",
            BILLING,
            f"{PATH}/{country}/{rate_class}",
            json={"rates": list(rates)},
            headers={"If-Match": f'"{known.get((country, rate_class), 0)}"'},
        )
        return VatTable.model_validate_json(answer.content)
