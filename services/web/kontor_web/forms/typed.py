"""What somebody typed: the fields of a form by their paths, and the record they make."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from fastapi import Request
from pydantic import JsonValue

from kontor_web.forms.fields import Field, Kind

MOST_BYTES = 200_000
MOST_FIELDS = 1_000
CHECKED = "true"


@dataclass(frozen=True)
class Typed:
    values: Mapping[str, tuple[str, ...]]

    def one(self, path: str) -> str:
        return self.values.get(path, ("",))[-1]

    def all(self, path: str) -> tuple[str, ...]:
        return self.values.get(path, ())

    def checked(self, path: str) -> bool:
        return CHECKED in self.all(path)

    def number(self, path: str) -> int:
        text = self.one(path)
        return int(text) if text.isdecimal() else 0

    def json(self, field: Field) -> JsonValue:
        """The field's value as the services want it."""
        match field.kind:
            case Kind.CHECK:
                return self.checked(field.path)
            case Kind.CHOICES:
                return [one for one in self.all(field.path) if one]
            case Kind.DATE | Kind.NUMBER:
                return self.one(field.path).strip() or None
            case Kind.AREA:
                return self.one(field.path).replace("\r\n", "\n")
        return self.one(field.path)


async def typed_in(request: Request) -> Typed:
    """The form that the request carries."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            break
    text = body[:MOST_BYTES].decode(errors="replace")
    pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    values: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        values[name] = (*values.get(name, ()), value)
    return Typed(values)


def typed_from(record: Mapping[str, JsonValue], fields: Iterable[Field]) -> Typed:
    """What somebody would have typed to make the record."""
    return Typed({field.path: _texts(value_at(record, field.path)) for field in fields})


def _texts(value: JsonValue) -> tuple[str, ...]:
    match value:
        case None:
            return ("",)
        case bool():
            return (CHECKED,) if value else ()
        case list():
            return tuple(str(one) for one in value)
    return (str(value),)


def value_at(record: Mapping[str, JsonValue], path: str) -> JsonValue:
    """The value at the path; None where the way there ends."""
    found: JsonValue = dict(record)
    for name in path.split("."):
        if not isinstance(found, dict):
            return None
        found = found.get(name)
    return found


def with_value(record: dict[str, JsonValue], path: str, value: JsonValue) -> None:
    """Put the value at the path of the record."""
    *way, last = path.split(".")
    place = record
    for name in way:
        inner = place.get(name)
        if not isinstance(inner, dict):
            inner = {}
            place[name] = inner
        place = inner
    place[last] = value
