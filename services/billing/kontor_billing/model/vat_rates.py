"""VAT rates by country and date. The seed is the law's; an installation may add rows."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from kontor_contracts.billing.folder import VatClass
from kontor_contracts.values import CountryCode, Percent, Value


class VatRate(Value):
    """A rate that holds from `valid_from` until the next one of its country and class."""

    country: CountryCode
    rate_class: VatClass
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


RateTables = Mapping[VatClass, RateTable]


def rate_tables(rates: Iterable[VatRate], country: str) -> RateTables:
    """Every class of the country; one that it does not have knows no rate of any day."""
    of_country = [*_seed(country, VatClass.ZERO, (f"{date.min}", "0"))]
    of_country += [rate for rate in rates if rate.country == country]
    return {
        one: RateTable(rate for rate in of_country if rate.rate_class is one) for one in VatClass
    }


def _seed(country: str, rate_class: VatClass, *steps: tuple[str, str]) -> list[VatRate]:
    return [
        VatRate(
            country=country,
            rate_class=rate_class,
            valid_from=date.fromisoformat(day),
            rate=Decimal(rate),
        )
        for day, rate in steps
    ]


#: Germany: § 12 and § 28 UStG. France: art. 278, 278-0 bis, 279 and 281 CGI; 7 % since loi
#: 2011-1978 art. 13, 20 and 10 % since loi 2012-1510 art. 68 (loi 2013-1278 art. 6), which left 5.5
#: and 2.1 % as they were. Luxembourg: art. 39 and 40 of the TVA law; 17, 14, 8 and 3 % since the
#: law of 2014-12-19, a point less but for the 3 % in 2023 by that of 2022-10-26 (circular 812-1).
SEED = (
    *_seed(
        "DE", VatClass.STANDARD, ("2007-01-01", "19"), ("2020-07-01", "16"), ("2021-01-01", "19")
    ),
    *_seed("DE", VatClass.REDUCED, ("1983-07-01", "7"), ("2020-07-01", "5"), ("2021-01-01", "7")),
    *_seed("FR", VatClass.STANDARD, ("2000-04-01", "19.6"), ("2014-01-01", "20")),
    *_seed("FR", VatClass.INTERMEDIATE, ("2012-01-01", "7"), ("2014-01-01", "10")),
    *_seed("FR", VatClass.REDUCED, ("1982-07-01", "5.5")),
    *_seed("FR", VatClass.SUPER_REDUCED, ("1989-01-01", "2.1")),
    *_seed(
        "LU", VatClass.STANDARD, ("2015-01-01", "17"), ("2023-01-01", "16"), ("2024-01-01", "17")
    ),
    *_seed(
        "LU",
        VatClass.INTERMEDIATE,
        ("2015-01-01", "14"),
        ("2023-01-01", "13"),
        ("2024-01-01", "14"),
    ),
    *_seed("LU", VatClass.REDUCED, ("2015-01-01", "8"), ("2023-01-01", "7"), ("2024-01-01", "8")),
    *_seed("LU", VatClass.SUPER_REDUCED, ("2015-01-01", "3")),
)
