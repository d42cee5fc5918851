"""The price list: articles in three languages, each with its prices and the days they hold."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, NamedTuple

from kontor_contracts.billing.folder import VatClass
from kontor_contracts.errors import FieldError, InvalidInputError
from kontor_contracts.values import Language, LocalizedText, UnitPrice
from pydantic import Field

from kontor_billing.model.entered import Strict, Text
from kontor_billing.model.line_rules import INTERVALS

PIECE = "C62"
ArticleNumber = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]


class ListPrice(Strict):
    """From its first day up to, not including, `valid_until`; none: until the next one."""

    valid_from: date
    valid_until: date | None = None
    #: Net, per unit and interval.
    unit_price: UnitPrice


class ArticleFields(Strict):
    """What a caller says about an article."""

    name: LocalizedText
    #: UN/ECE Recommendation 20.
    unit: Text = PIECE
    vat_class: VatClass = VatClass.STANDARD
    #: Months that the price is for, where the article recurs.
    interval_months: int = 1
    #: Oldest first.
    prices: Annotated[tuple[ListPrice, ...], Field(min_length=1, max_length=200)]


class Article(ArticleFields):
    number: ArticleNumber
    version: int

    def price_on(self, day: date) -> Decimal | None:
        """The latest price that has begun, as long as it holds."""
        begun = [one for one in self.prices if one.valid_from <= day]
        if not begun or (begun[-1].valid_until and begun[-1].valid_until <= day):
            return None
        return begun[-1].unit_price


def article_set(number: str, before: Article | None, fields: ArticleFields) -> Article:
    """The next version, or `before` when nothing is new; InvalidInputError names all errors."""
    errors = [*_field_errors(fields), *_price_errors(fields.prices)]
    if errors:
        raise InvalidInputError("the article is wrong", fields=errors)
    said = {name: getattr(fields, name) for name in ArticleFields.model_fields}
    if before and all(getattr(before, name) == value for name, value in said.items()):
        return before
    return Article(number=number, version=before.version + 1 if before else 1, **said)


def _field_errors(fields: ArticleFields) -> Iterator[FieldError]:
    if not fields.name.de:
        yield FieldError("name.de", "missing", "an article has a German name; others fall back")
    if fields.interval_months not in INTERVALS:
        message = f"an interval has {', '.join(map(str, INTERVALS))} months"
        yield FieldError("interval_months", "not-an-interval", message)


def _price_errors(prices: tuple[ListPrice, ...]) -> Iterator[FieldError]:
    """Days without a price may be: the article is not sold then."""
    for number, one in enumerate(prices):
        if one.valid_until and one.valid_until <= one.valid_from:
            message = "a price ends after its first day"
            yield FieldError(f"prices.{number}.valid_until", "before-start", message)
    for number, (one, following) in enumerate(pairwise(prices)):
        if following.valid_from <= one.valid_from:
            message = f"prices are in order of their days; one holds from {one.valid_from} on"
            yield FieldError(f"prices.{number + 1}.valid_from", "overlaps", message)
        elif one.valid_until and one.valid_until > following.valid_from:
            message = f"the next price begins on {following.valid_from}"
            yield FieldError(f"prices.{number}.valid_until", "overlaps", message)


class Listed(Strict):
    """What a line says of its article; what is left out comes from the price list."""

    #: Of the price list, or any text for what is billed but not on it.
    article: Text = ""
    description: Text = ""
    unit: Text = ""
    #: Net, per unit and per interval.
    unit_price: UnitPrice | None = None
    vat_class: VatClass | None = None


class LineTerms(NamedTuple):
    """What a line and its article come to together."""

    description: str
    unit: str
    unit_price: Decimal
    vat_class: VatClass
    interval_months: int

    def of_a_line(self) -> dict[str, object]:
        """All but the interval: not every line has one."""
        return {name: value for name, value in self._asdict().items() if name != "interval_months"}


@dataclass(frozen=True, slots=True)
class PriceList:
    """The articles that some lines name, in the language of their customer."""

    articles: Mapping[str, Article] = field(default_factory=dict)
    language: Language = Language.GERMAN

    def terms_of(self, line: Listed, day: date) -> LineTerms:
        """At the list price of `day`; InvalidInputError names what neither of the two says."""
        article = self.articles.get(line.article)
        price = line.unit_price
        if price is None and article:
            price = article.price_on(day)
        description = line.description or (
            article.name.in_language(self.language) if article else ""
        )
        if price is None or not description:
            raise InvalidInputError("the line is wrong", fields=_lacking(line, article, day))
        return LineTerms(
            description=description,
            unit=line.unit or (article.unit if article else PIECE),
            unit_price=price,
            vat_class=line.vat_class or (article.vat_class if article else VatClass.STANDARD),
            interval_months=article.interval_months if article else 1,
        )


def _lacking(line: Listed, article: Article | None, day: date) -> list[FieldError]:
    if article:
        message = f"{article.number} has no price on {day}: say one, or put it on the list"
        return [FieldError("unit_price", "no-list-price", message)]
    if line.article:
        message = f"{line.article} is not on the price list: choose one of /articles, or say all"
        return [FieldError("article", "unknown-article", message)]
    message = "a line without an article of the price list says it itself"
    said = {"description": line.description, "unit_price": line.unit_price is not None}
    return [FieldError(name, "missing", message) for name, value in said.items() if not value]
