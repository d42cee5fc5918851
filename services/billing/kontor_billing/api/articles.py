"""Routes of the price list."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response
from kontor_chassis.http import Page, etag, if_match
from kontor_chassis.http.paging import next_cursor, read_cursor

from kontor_billing.api.callers import Reader, Seller
from kontor_billing.model.articles import Article, ArticleFields
from kontor_billing.usecases import articles
from kontor_billing.usecases.billing import Billing

Number = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
Limit = Annotated[int, Query(ge=1, le=1000)]
Cursor = Annotated[str, Query(max_length=2000)]
Seen = Annotated[int | None, Depends(if_match)]


def router(billing: Billing) -> APIRouter:
    routes = APIRouter(tags=["price list"])

    @routes.get("/articles")
    async def list_articles(
        _caller: Reader, limit: Limit = 100, cursor: Cursor = ""
    ) -> Page[Article]:
        """All articles, by number."""
        found = await articles.articles(billing, after=read_cursor(cursor), limit=limit)
        return Page(items=found, next_cursor=next_cursor(found, limit, lambda one: one.number))

    @routes.get("/articles/{number}")
    async def get_article(number: Number, _caller: Reader, response: Response) -> Article:
        found = await articles.article(billing, number)
        response.headers.update(etag(found.version))
        return found

    @routes.put("/articles/{number}")
    async def put_article(
        number: Number, fields: ArticleFields, _caller: Seller, seen: Seen, response: Response
    ) -> Article:
        """Make or change an article. Lines keep the text and price that they took from it."""
        article = await articles.put_article(billing, number, fields, seen=seen)
        response.headers.update(etag(article.version))
        return article

    return routes
