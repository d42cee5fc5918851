"""The small values that every fact is written in: amounts, periods, places, languages."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

CENT = Decimal("0.01")

#: An amount of money in major units, two decimals. On the wire: a string, never a float.
Amount = Annotated[Decimal, Field(max_digits=15, decimal_places=2)]
#: A price per unit, net of VAT, six decimals.
UnitPrice = Annotated[Decimal, Field(max_digits=18, decimal_places=6)]
#: A quantity, three decimals.
Quantity = Annotated[Decimal, Field(max_digits=15, decimal_places=3)]
#: A percentage, four decimals: 19 means 19 %.
Percent = Annotated[Decimal, Field(max_digits=7, decimal_places=4)]
#: ISO 4217.
CurrencyCode = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
#: ISO 3166-1 alpha-2.
CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


def cents(value: Decimal) -> Decimal:
    """`value` rounded to the cent, half away from zero."""
    return value.quantize(CENT, ROUND_HALF_UP)


class Language(StrEnum):
    """The languages of documents, mails and pages; German leads."""

    GERMAN = "de"
    FRENCH = "fr"
    ENGLISH = "en"


class Value(BaseModel):
    """An immutable value; unknown fields of a newer producer are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Period(Value):
    """Civil days from `start` up to, not including, `end`, in the organisation's time zone."""

    start: date
    end: date

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.end <= self.start:
            message = f"a period ends after its start: {self.start} .. {self.end}"
            raise ValueError(message)
        return self


class LocalizedText(Value):
    """One text in the three languages; an empty one falls back to German."""

    de: str
    fr: str = ""
    en: str = ""

    def in_language(self, language: Language) -> str:
        return {"de": self.de, "fr": self.fr, "en": self.en}[language.value] or self.de


class Address(Value):
    """A structured postal address (SEPA forbids unstructured ones from 2026-11-15)."""

    street: str = ""
    house_number: str = ""
    addition: str = ""
    postcode: str = ""
    city: str = ""
    country: CountryCode
