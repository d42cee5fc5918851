"""From page to page by their links, until one of every kind was seen."""

import re
from collections import deque
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from playwright.async_api import Page

#: Shows another page in the place of this one, as a followed link or a sent form does.
SHOW = """async ([path, language, body]) => {
  const sent = body === null ? {} : {method: "POST", body: new URLSearchParams(body)};
  const answer = await fetch(path, {headers: {"Accept-Language": language}, ...sent});
  const shown = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.documentElement.lang = shown.documentElement.lang;
  document.title = shown.title;
  document.body.replaceWith(shown.body);
  return answer.status;
}"""
#: Where the page leads to, but for files.
LINKS = """() => [...document.links]
  .filter(link => link.origin === location.origin && !link.hasAttribute("download"))
  .map(link => link.pathname + link.search)"""
FILES = (".csv", ".pdf", ".xml", "/content", "/document", "/tar.gz")
#: What stands for one record among many: one page of each kind is looked at.
RECORD = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/vat-rates/)[A-Z]{2}|(?<=/batches/)(?!new)[^/]+"
    r"|(?<=/standard-installations/)(?!new)[^/]+|(?<=/functions/)(?!new)[^/]+"
    r"|(?<=/numbered/).+"
)


@dataclass(frozen=True)
class Stop:
    """A page to look at; with a body it is what a sent form is answered."""

    path: str
    status: int = 200
    body: Mapping[str, str] | None = None

    async def show(self, page: Page, language: str) -> None:
        body = None if self.body is None else urlencode(self.body)
        status = await page.evaluate(SHOW, [self.path, language, body])
        if status != self.status:
            raise AssertionError(f"{self.path} answered {status}, not {self.status}")


async def stops(page: Page, first: Sequence[Stop]) -> AsyncIterator[Stop]:
    """These, and one page of every kind that they and those after them lead to.

    What is shown when the next one is asked for is where its links are read.
    """
    waiting, known = deque(first), {kind_of(one.path) for one in first}
    while waiting:
        yield waiting.popleft()
        for link in await page.evaluate(LINKS):
            kind = kind_of(link)
            if kind not in known and not kind.endswith(FILES):
                known.add(kind)
                waiting.append(Stop(link))


def kind_of(path: str) -> str:
    return RECORD.sub("*", path.partition("?")[0])
