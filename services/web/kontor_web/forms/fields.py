"""What a form asks for."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, replace
from enum import StrEnum
from itertools import groupby


class Kind(StrEnum):
    TEXT = "text"
    EMAIL = "email"
    TEL = "tel"
    PASSWORD = "password"  # noqa: S105  # the kind of an input
    NUMBER = "number"
    DATE = "date"
    AREA = "area"
    CHECK = "check"
    CHOICE = "choice"
    CHOICES = "choices"
    #: A decimal number, with comma or point.
    AMOUNT = "amount"
    FILE = "file"
    #: Sent along with its row, and seen by nobody.
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    #: Offered no more, but kept where it stands.
    retired: bool = False


@dataclass(frozen=True)
class Field:
    """`path` is where the value stands in the record, and what the service calls it in errors."""

    path: str
    label: str
    _: KW_ONLY
    kind: Kind = Kind.TEXT
    required: bool = False
    hint: str = ""
    options: tuple[Option, ...] = ()
    autocomplete: str = "off"
    width: str = "half"
    #: Number of the row that it stands in; 0 outside of rows.
    row: int = 0

    @property
    def id(self) -> str:
        return "f-" + self.path.replace(".", "-")


@dataclass(frozen=True)
class Section:
    """Fields that belong together; `name` lets styles show it only when it matters."""

    title: str
    fields: tuple[Field, ...]
    _: KW_ONLY
    name: str = ""
    folded: bool = False
    hint: str = ""
    #: Where the list stands in the record whose rows the fields are.
    rows: str = ""

    def by_row(self) -> list[tuple[Field, ...]]:
        """The fields of each row."""
        return [tuple(found) for _, found in groupby(self.fields, lambda one: one.row)]


@dataclass(frozen=True)
class Rows:
    """A list at `path` whose rows all have these fields; an empty row stands for nothing."""

    path: str
    title: str
    fields: tuple[Field, ...]
    _: KW_ONLY
    spare: int = 1
    hint: str = ""
    folded: bool = False

    def section(self, count: int) -> Section:
        """So many rows to fill in."""
        fields = (
            replace(one, path=f"{self.path}.{number}.{one.path}", row=number + 1)
            for number in range(count)
            for one in self.fields
        )
        return Section(
            self.title, tuple(fields), rows=self.path, hint=self.hint, folded=self.folded
        )


def options_of(names: Mapping[str, str], *, empty: str | None = None) -> tuple[Option, ...]:
    """The codes by their names; with `empty` a first option that stands for none."""
    first = () if empty is None else (Option("", empty),)
    return first + tuple(Option(value, label) for value, label in names.items())
