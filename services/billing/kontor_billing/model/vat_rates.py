"""VAT rates by country and date. The seed is the law's; an installation may add rows."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kontor_contracts.values import CountryCode, Percent, Value


class RateClass(StrEnum):
    STANDARD = "standard"
    REDUCED = "reduced"


class VatRate(Value):
    """A rate that holds from `valid_from` until the next one of its country and class."""

    country: CountryCode
    rate_class: RateClass
    valid_from: date
    rate: Percent


class RateTable:
    """The rates of one country and class, the latest first."""

    def __init__(self, rates: Iterable[VatRate]) -> None:
        ordered = sorted(rates, key=lambda rate: rate.valid_from, reverse=True)
        self._rates = tuple((rate.valid_from, rate.rate) for rate in ordered)
        self._known: dict[date, Decimal | None] = {}

    def on(self, day: date) -> Decimal | None:
        """The rate of `day`; None before the first known one."""
        if day not in self._known:
            rates = (rate for valid_from, rate in self._rates if valid_from <= day)
            self._known[day] = next(rates, None)
        return self._known[day]


def standard_rates(rates: Iterable[VatRate], country: str) -> RateTable:
    """What applies to every article that says nothing else."""
    return RateTable(
        rate for rate in rates if rate.country == country and rate.rate_class is RateClass.STANDARD
    )


def _seed(country: str, rate_class: RateClass, *steps: tuple[str, str]) -> list[VatRate]:
    return [
        VatRate(
            country=country,
            rate_class=rate_class,
            valid_from=date.fromisoformat(day),
            rate=Decimal(rate),
        )
        for day, rate in steps
    ]


#: § 12 and § 28 UStG; art. 278 and 278-0 bis CGI; art. 39 and 40 of Luxembourg's TVA law with
#: that of 2022-10-26.
SEED = (
    *_seed(
        "DE", RateClass.STANDARD, ("2007-01-01", "19"), ("2020-07-01", "16"), ("2021-01-01", "19")
    ),
    *_seed("DE", RateClass.REDUCED, ("1983-07-01", "7"), ("2020-07-01", "5"), ("2021-01-01", "7")),
    *_seed("FR", RateClass.STANDARD, ("2000-04-01", "19.6"), ("2014-01-01", "20")),
    *_seed("FR", RateClass.REDUCED, ("1982-07-01", "5.5")),
    *_seed(
        "LU", RateClass.STANDARD, ("2015-01-01", "17"), ("2023-01-01", "16"), ("2024-01-01", "17")
    ),
    *_seed("LU", RateClass.REDUCED, ("2015-01-01", "8"), ("2023-01-01", "7"), ("2024-01-01", "8")),
)
