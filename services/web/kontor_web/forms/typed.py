"""What somebody typed: the fields of a form by their paths, and the record they make."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from urllib.parse import parse_qsl

from fastapi import Request
from pydantic import JsonValue

from kontor_web.forms.fields import Field, Kind

MOST_BYTES = 200_000
MOST_FIELDS = 1_000
CHECKED = "true"
UNCLEAR = "unclear"


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
            case Kind.AMOUNT:
                return with_point(self.one(field.path)) or None
            case Kind.AREA:
                return self.one(field.path).replace("\r\n", "\n")
        return self.one(field.path)

    def rows(self, path: str) -> list[str]:
        """Numbers of the rows below the path, as they stand in the form."""
        start = f"{path}."
        ends = (name.removeprefix(start) for name in self.values if name.startswith(start))
        return sorted({end.partition(".")[0] for end in ends}, key=lambda one: (len(one), one))

    def closed_up(self, path: str, names: Collection[str]) -> "Typed":
        """Without the rows in which none of `names` says anything; the others move up."""
        kept = [
            one
            for one in self.rows(path)
            if any(self.one(f"{path}.{one}.{name}").strip() for name in names)
        ]
        numbers = {f"{path}.{one}.": f"{path}.{number}." for number, one in enumerate(kept)}
        moved: dict[str, tuple[str, ...]] = {}
        for name, value in self.values.items():
            *_, start = ["", *(one for one in numbers if name.startswith(one))]
            if start or not name.startswith(f"{path}."):
                moved[numbers.get(start, "") + name.removeprefix(start)] = value
        return Typed(moved)


def with_point(text: str) -> str:
    """The number as services read it: `1.234,50` is `1234.50`.

    What may mean thousands or a fraction (`1.234`) becomes no number, so that it is refused.
    """
    plain = re.sub(r"[\s\u00a0\u202f€]", "", text)
    if re.fullmatch(r"[1-9]\d{0,2}(\.\d{3})+", plain):
        return UNCLEAR
    whole, comma, fraction = plain.rpartition(",")
    return f"{whole.replace('.', '')}.{fraction}" if comma else plain


def told_number(text: str) -> str:
    """The same for every way to write the number, so that two of them can be compared."""
    try:
        return f"{Decimal(with_point(text)).normalize():f}"
    except InvalidOperation:
        return text.strip()


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
        match found:
            case dict():
                found = found.get(name)
            case list():
                found = found[int(name)] if name.isdecimal() and int(name) < len(found) else None
            case _:
                return None
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


def said(record: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """What was said: without what was left empty, so that the services' own defaults hold."""
    found = {name: _said(value) for name, value in record.items()}
    return {name: value for name, value in found.items() if value not in (None, "")}


def _said(value: JsonValue) -> JsonValue:
    match value:
        case dict():
            return said(value)
        case list():
            return [_said(one) for one in value]
    return value
