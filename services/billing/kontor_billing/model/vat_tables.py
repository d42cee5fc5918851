"""VAT rates as people set them: one country and class at a time, without overlap or gap."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Annotated

from kontor_contracts.billing.folder import VatClass
from kontor_contracts.errors import FieldError, InvalidInputError
from kontor_contracts.values import CountryCode, Percent, Value
from pydantic import Field

from kontor_billing.model.entered import Strict
from kontor_billing.model.vat_rates import VatRate

Rate = Annotated[Percent, Field(ge=0, le=100)]


class RatePeriod(Strict):
    """A rate from its first day up to, not including, `valid_until`; none: until the next one."""

    valid_from: date
    valid_until: date | None = None
    rate: Rate


class TableFields(Strict):
    """All rates of a country and class, oldest first."""

    rates: Annotated[tuple[RatePeriod, ...], Field(min_length=1, max_length=200)]


class VatTable(Value):
    """The rates of a country and class. Version 0: as the law's seed says."""

    country: CountryCode
    rate_class: VatClass
    version: int
    rates: tuple[RatePeriod, ...]

    def as_rates(self) -> tuple[VatRate, ...]:
        return tuple(
            VatRate(
                country=self.country,
                rate_class=self.rate_class,
                valid_from=one.valid_from,
                rate=one.rate,
            )
            for one in self.rates
        )


def table_set(before: VatTable, fields: TableFields) -> VatTable:
    """The next version; InvalidInputError names every overlap and every gap."""
    errors = [
        *_zero_errors(before),
        *_period_errors(fields.rates),
        *_lost_days(before, fields.rates[0]),
    ]
    if errors:
        raise InvalidInputError("each day has exactly one VAT rate", fields=errors)
    return VatTable(
        country=before.country,
        rate_class=before.rate_class,
        version=before.version + 1,
        rates=_closed(fields.rates),
    )


def table_of(
    country: str, rate_class: VatClass, version: int, rates: Iterator[VatRate]
) -> VatTable:
    periods = sorted((one.valid_from, one.rate) for one in rates)
    found = tuple(RatePeriod(valid_from=start, rate=rate) for start, rate in periods)
    return VatTable(country=country, rate_class=rate_class, version=version, rates=_closed(found))


def _closed(periods: tuple[RatePeriod, ...]) -> tuple[RatePeriod, ...]:
    """Each with the day on which the next one begins."""
    ends = [*(one.valid_from for one in periods[1:]), None]
    return tuple(
        one.model_copy(update={"valid_until": end}) for one, end in zip(periods, ends, strict=False)
    )


def _zero_errors(before: VatTable) -> Iterator[FieldError]:
    if before.rate_class is VatClass.ZERO:
        message = "what is zero-rated is charged 0 % on every day: nothing is to be set"
        yield FieldError("rate_class", "always-zero", message)


def _period_errors(periods: tuple[RatePeriod, ...]) -> Iterator[FieldError]:
    for number, (one, following) in enumerate(pairwise(periods)):
        if following.valid_from <= one.valid_from:
            message = f"rates are in order of their days; one holds from {one.valid_from} on"
            yield FieldError(f"rates.{number + 1}.valid_from", "overlaps", message)
        elif one.valid_until and one.valid_until > following.valid_from:
            message = f"the next rate begins on {following.valid_from}"
            yield FieldError(f"rates.{number}.valid_until", "overlaps", message)
        elif one.valid_until and one.valid_until < following.valid_from:
            message = f"no rate holds from here to {following.valid_from}"
            yield FieldError(f"rates.{number}.valid_until", "gap", message)
    if periods[-1].valid_until:
        message = "no rate holds from here on: leave the last one open, or add the next"
        yield FieldError(f"rates.{len(periods) - 1}.valid_until", "gap", message)


def _lost_days(before: VatTable, first: RatePeriod) -> Iterator[FieldError]:
    """Days that had a rate keep one: services of then may still be billed."""
    if before.rates and first.valid_from > before.rates[0].valid_from:
        message = f"rates are known from {before.rates[0].valid_from} on, and stay so"
        yield FieldError("rates.0.valid_from", "gap", message)
