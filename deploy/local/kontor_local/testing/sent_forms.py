"""Forms of pages, read and sent over HTTP as a browser without scripts does it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx

Attributes = list[tuple[str, str | None]]
NOT_SENT = frozenset({"submit", "button", "image", "reset", "file"})
ONLY_CHECKED = frozenset({"checkbox", "radio"})


@dataclass
class SentForm:
    """What a form would send as it stands on the page."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)

    def with_changes(self, changes: Mapping[str, str]) -> dict[str, list[str]]:
        return {**self.fields, **{name: [value] for name, value in changes.items()}}


class FormReader(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[SentForm] = []
        self._select = ""
        self._area = ""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        said = {name: value or "" for name, value in attrs}
        name = said.get("name", "")
        match tag:
            case "form":
                self.forms.append(SentForm(said.get("action", "")))
            case "input" if name and self._is_sent(said):
                self._put(name, said.get("value", "on"))
            case "select":
                self._select = name
            case "option" if self._select:
                self._choose(said)
            case "textarea":
                self._area = name
                self._put(name, "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area and self.forms:
            self.forms[-1].fields[self._area][-1] += data

    @staticmethod
    def _is_sent(said: Mapping[str, str]) -> bool:
        kind = said.get("type", "text")
        if kind in NOT_SENT or "disabled" in said:
            return False
        return kind not in ONLY_CHECKED or "checked" in said

    def _put(self, name: str, value: str) -> None:
        if self.forms:
            self.forms[-1].fields.setdefault(name, []).append(value)

    def _choose(self, said: Mapping[str, str]) -> None:
        """The chosen option; the first where none is."""
        chosen = self.forms[-1].fields
        if self._select not in chosen or "selected" in said:
            chosen[self._select] = [said.get("value", "")]


def form_with(answer: httpx.Response, name: str) -> SentForm:
    """The form of the page that asks for `name`."""
    reader = FormReader()
    reader.feed(answer.text)
    found = [one for one in reader.forms if name in one.fields]
    if not found:
        raise LookupError(f"{answer.url} ({answer.status_code}) asks for no {name}")
    return found[-1]
