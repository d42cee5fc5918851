"""Imports of the price list: an article is taken with all its prices, or left as it is."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import NamedTuple

from kontor_chassis.import_report import Progress, ReportLine
from kontor_chassis.tables import Row, read_table
from kontor_chassis.transaction import Transaction
from kontor_contracts.errors import InvalidInputError

from kontor_billing.model.article_import import (
    ARTICLE_COLUMNS,
    ARTICLE_KEY,
    ArticleRow,
    article_from,
)
from kontor_billing.model.articles import Article, article_set
from kontor_billing.model.import_rows import Outcome, RowRefusedError, parsed, refused
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.import_outcome import Report, readable_and_first

CHUNK_ARTICLES = 200


class ReadRow(NamedTuple):
    source: Row
    row: ArticleRow


def article_rows(data: bytes) -> list[Row]:
    """InvalidInputError for a wrong header."""
    return read_table(data, columns=ARTICLE_COLUMNS, required=(*ARTICLE_KEY, "unit_price"))


async def imported_articles(
    billing: Billing, rows: Sequence[Row], *, dry_run: bool
) -> AsyncIterator[ReportLine]:
    """Import the rows; what is reported as done is committed."""
    report, done = Report(), 0
    articles = _by_article(rows, report)
    numbers = list(articles)
    for start in range(0, len(numbers), CHUNK_ARTICLES):
        chunk = {one: articles[one] for one in numbers[start : start + CHUNK_ARTICLES]}
        await _take(billing, chunk, report, dry_run=dry_run)
        done += sum(map(len, chunk.values()))
        yield Progress(done=done, total=len(rows))
    for line in sorted(report.refusals, key=lambda one: one.row):
        yield line
    yield report.finished()


def _by_article(rows: Sequence[Row], report: Report) -> Mapping[str, list[ReadRow]]:
    """An article with one wrong row is not looked at: its prices would not be all of them."""
    articles: dict[str, list[ReadRow]] = {}
    wrong: set[str] = set()
    for source in readable_and_first(ARTICLE_KEY, rows, {}, report):
        try:
            row = parsed(ArticleRow, source.cells)
            articles.setdefault(row.article, []).append(ReadRow(source, row))
        except RowRefusedError as error:
            wrong.add(source.cells["article"])
            report.refuse(source, error)
    for number in wrong & articles.keys():
        message = "another row of this article is wrong"
        _refuse(articles.pop(number), refused("article", "incomplete", message), report)
    return articles


async def _take(
    billing: Billing, chunk: Mapping[str, list[ReadRow]], report: Report, *, dry_run: bool
) -> None:
    async def work(tx: Transaction) -> Report:
        known = await billing.articles.by_number(chunk, tx)
        attempt = Report()
        for article in _set(known, chunk, attempt):
            if not dry_run:
                await billing.articles.put(article, tx)
        return attempt

    report.add(await billing.transactions.run(work))


def _set(
    known: Mapping[str, Article], chunk: Mapping[str, list[ReadRow]], report: Report
) -> Iterator[Article]:
    """What is new or changed."""
    for number, rows in chunk.items():
        before = known.get(number)
        try:
            after = article_set(number, before, article_from([one.row for one in rows]))
        except InvalidInputError as wrong:
            _refuse(rows, RowRefusedError(str(wrong), fields=wrong.fields), report)
            continue
        report.outcomes[_outcome(before, after)] += len(rows)
        if after is not before:
            yield after


def _outcome(before: Article | None, after: Article) -> Outcome:
    if before is None:
        return Outcome.CREATED
    return Outcome.UNCHANGED if after is before else Outcome.UPDATED


def _refuse(rows: Sequence[ReadRow], error: RowRefusedError, report: Report) -> None:
    for one in rows:
        report.refuse(one.source, error)
