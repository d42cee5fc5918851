"""From page to page by their links, until one of every kind was seen."""

import re
from collections import deque
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from kontor_web.languages import COOKIE
from playwright.async_api import Page

#: Shows another page in the place of this one, as a followed link or a sent form does; of a form
#: all is sent as it stands there, but for what `typed` changes.
SHOW = """async ([path, typed]) => {
  const parsed = async answer => new DOMParser().parseFromString(await answer.text(), "text/html");
  let answer = await fetch(path);
  if (typed) {
    const form = (await parsed(answer)).querySelector("main form[method=post]");
    const fields = new URLSearchParams(new FormData(form));
    for (const [name, value] of Object.entries(typed)) fields.set(name, value);
    answer = await fetch(path, {method: "POST", body: fields});
  }
  const shown = await parsed(answer);
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
    """A page to look at; with something typed it is what its form is answered."""

    path: str
    status: int = 200
    typed: Mapping[str, str] | None = None

    async def show(self, page: Page, language: str) -> None:
        everywhere = urljoin(page.url, "/")
        await page.context.add_cookies([{"name": COOKIE, "value": language, "url": everywhere}])
        status = await page.evaluate(SHOW, [self.path, self.typed])
        shown = await page.evaluate("document.documentElement.lang")
        if (status, shown) != (self.status, language):
            raise AssertionError(f"{self.path} answered {status} in {shown}, not {self.status}")


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
