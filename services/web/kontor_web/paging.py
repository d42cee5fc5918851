"""Lists page by page, forwards and back: services know only the way forwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from kontor_contracts.values import Value
from pydantic import Field

#: As long as addresses should be.
LONGEST = 1_500
Text = Annotated[str, Field(max_length=2000)]


class Place(Value):
    """Where in a list somebody is: its cursor, and those of the pages before."""

    cursor: Text = ""
    trail: Text = ""


@dataclass(frozen=True)
class Pager:
    """Links to the pages around one."""

    path: str
    conditions: Mapping[str, str]
    place: Place
    following: str | None = None
    #: Before the names of the place's parts, where a page has two lists.
    prefix: str = ""

    @property
    def first(self) -> str:
        return address(self.path, self.conditions)

    @property
    def further(self) -> str:
        """The next page; empty on the last one."""
        if not self.following:
            return ""
        trail = " ".join([*self._trail(), self.place.cursor]).strip()
        while len(trail) > LONGEST:
            trail = trail.partition(" ")[2]
        return self._at(self.following, trail)

    @property
    def back(self) -> str:
        """The page before; empty on the first one."""
        if not self.place.cursor:
            return ""
        *before, last = ["", *self._trail()]
        return self._at(last, " ".join(before).strip())

    def _trail(self) -> list[str]:
        return self.place.trail.split()

    def _at(self, cursor: str, trail: str) -> str:
        place = {f"{self.prefix}cursor": cursor, f"{self.prefix}trail": trail}
        return address(self.path, {**self.conditions, **place})


@dataclass(frozen=True)
class Sorted:
    """A list's address, and the links in the heads of its columns."""

    path: str
    conditions: Mapping[str, str]
    sort: str

    def sorted_by(self, column: str) -> str:
        """By the column; upside down when it is sorted so already."""
        sort = f"-{column}" if self.sort == column else column
        return address(self.path, {**self.conditions, "sort": sort})

    def direction(self, column: str) -> str:
        """As `aria-sort` says it."""
        directions = {column: "ascending", f"-{column}": "descending"}
        return directions.get(self.sort, "none")


def conditions_of(asked: Place) -> dict[str, str]:
    """What a list is narrowed to, without the place in it."""
    found = asked.model_dump(exclude=set(Place.model_fields), exclude_defaults=True)
    return {name: str(value) for name, value in found.items()}


def address(path: str, conditions: Mapping[str, str]) -> str:
    query = urlencode({name: value for name, value in conditions.items() if value})
    return f"{path}?{query}" if query else path
