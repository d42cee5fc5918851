"""Rows of articles.csv: one for each price; the first row of an article says what it is."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from kontor_contracts.billing.folder import VatClass
from kontor_contracts.values import LocalizedText, UnitPrice
from pydantic import Field

from kontor_billing.model.articles import PIECE, ArticleFields, ArticleNumber, ListPrice
from kontor_billing.model.entered import Strict, Text


class ArticleRow(Strict):
    article: ArticleNumber
    name_de: Text = ""
    name_fr: Text = ""
    name_en: Text = ""
    unit: Text = PIECE
    vat_class: VatClass = VatClass.STANDARD
    interval_months: Annotated[int, Field(ge=1, le=12)] = 1
    valid_from: date
    valid_until: date | None = None
    unit_price: UnitPrice


ARTICLE_COLUMNS = tuple(ArticleRow.model_fields)
ARTICLE_KEY = ("article", "valid_from")


def article_from(rows: Sequence[ArticleRow]) -> ArticleFields:
    """All that the file says of one article."""
    first = rows[0]
    prices = (
        ListPrice(valid_from=row.valid_from, valid_until=row.valid_until, unit_price=row.unit_price)
        for row in rows
    )
    return ArticleFields(
        name=LocalizedText(de=first.name_de, fr=first.name_fr, en=first.name_en),
        unit=first.unit,
        vat_class=first.vat_class,
        interval_months=first.interval_months,
        prices=tuple(sorted(prices, key=lambda price: price.valid_from)),
    )
