"""Articles of the price list, one document each under its number."""

from collections.abc import Iterable

from kontor_chassis.mongo import Database, Document, from_document, to_document
from kontor_chassis.transaction import Transaction

from kontor_billing.model.articles import Article


class Articles:
    def __init__(self, database: Database) -> None:
        self._articles = database["articles"]

    async def ensure_indexes(self) -> None:
        await self._articles.create_index("vat_class")

    async def page(self, *, after: str, limit: int) -> list[Article]:
        """By number."""
        rows = self._articles.find({"_id": {"$gt": after}}).sort("_id").limit(limit)
        return [_read(row) async for row in rows]

    async def by_number(
        self, numbers: Iterable[str], tx: Transaction | None = None
    ) -> dict[str, Article]:
        rows = self._articles.find({"_id": {"$in": list(numbers)}}, session=tx and tx.session)
        return {row["_id"]: _read(row) async for row in rows}

    async def put(self, article: Article, tx: Transaction) -> None:
        row = to_document(article)
        row["_id"] = row.pop("number")
        await self._articles.replace_one(
            {"_id": article.number}, row, upsert=True, session=tx.session
        )


def _read(row: Document) -> Article:
    found = {name: value for name, value in row.items() if name != "_id"}
    return from_document(Article, found | {"number": row["_id"]})
