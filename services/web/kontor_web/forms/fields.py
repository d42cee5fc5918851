"""What a form asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


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


@dataclass(frozen=True)
class Option:
    value: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Field:
    """`path` is where the value stands in the record, and what the service calls it in errors."""

    path: str
    label: str
    kind: Kind = Kind.TEXT
    required: bool = False
    hint: str = ""
    options: tuple[Option, ...] = ()
    autocomplete: str = "off"
    width: str = "half"

    @property
    def id(self) -> str:
        return "f-" + self.path.replace(".", "-")


@dataclass(frozen=True, kw_only=True)
class Section:
    """Fields that belong together; `name` lets styles show it only when it matters."""

    title: str
    fields: tuple[Field, ...]
    name: str = ""
    folded: bool = False


def options_of(names: Mapping[str, str], *, empty: str | None = None) -> tuple[Option, ...]:
    """The codes by their names; with `empty` a first option that stands for none."""
    first = () if empty is None else (Option("", empty),)
    return first + tuple(Option(value, label) for value, label in names.items())
