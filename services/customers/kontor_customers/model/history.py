"""Who changed what: the lines of a record's history."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from kontor_contracts.values import Value
from pydantic import BaseModel, JsonValue

from kontor_customers.model.bank import masked

#: Bookkeeping that says nothing to a reader.
UNTOLD = frozenset({"id", "version", "party_id", "password_hash"})


class Author(Value):
    """Who writes, and through which door: `http`, `import`, `event`, `clock` or `start`."""

    subject: str
    name: str
    door: str


BY_ITSELF = Author(subject="kontor-customers", name="Due date", door="clock")


class Change(Value):
    """A field before and after; nothing stands for an empty one. IBANs are masked."""

    field: str
    before: JsonValue = None
    after: JsonValue = None


class Entry(Value):
    """One write to one record."""

    id: UUID
    #: The id of the party, or the name of the record where there is only one.
    about: str
    #: `party`, `payment`, `organisation` or `member`.
    record: str
    version: int
    at: datetime
    author: Author
    changes: tuple[Change, ...]


def changes_between(before: BaseModel | None, after: BaseModel) -> tuple[Change, ...]:
    """The fields that differ, in the order of the record; without `before` all that are filled."""
    if before is None:
        return tuple(Change(field=field, after=told) for field, told in _told(after, None).items())
    touched = _touched(before, after)
    old, new = _told(before, touched), _told(after, touched)
    fields = [*new, *(field for field in old if field not in new)]
    return tuple(
        Change(field=field, before=old.get(field), after=new.get(field))
        for field in fields
        if old.get(field) != new.get(field)
    )


def _touched(before: BaseModel, after: BaseModel) -> set[str]:
    """The names of the fields that differ: only these are looked into."""
    names = type(after).model_fields
    return {name for name in names if getattr(before, name) != getattr(after, name)}


def _told(record: BaseModel, names: set[str] | None) -> dict[str, JsonValue]:
    """The filled fields of these names, or all, by their path."""
    dump = record.model_dump(mode="json", exclude_defaults=True, include=names)
    return dict(_leaves(dump, ""))


def _leaves(value: JsonValue, path: str) -> Iterator[tuple[str, JsonValue]]:
    """The filled fields by their path; entries of a list go by their id."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in UNTOLD:
                yield from _leaves(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for entry in value:
            if isinstance(entry, dict):
                yield from _leaves(entry, f"{path}.{entry.get('id', '')}")
    elif value not in (None, "", [], {}):
        is_iban = path.rpartition(".")[2] == "iban"
        yield path, masked(str(value)) if is_iban else value
