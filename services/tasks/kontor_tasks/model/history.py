"""Who changed what: the lines of a record's history."""

from datetime import datetime
from uuid import UUID

from kontor_contracts.values import Value
from pydantic import BaseModel, JsonValue

#: Bookkeeping that says nothing to a reader.
UNTOLD = frozenset({"id", "version", "changed_at"})


class Author(Value):
    """Who writes, and through which door: `http`, `event` or `clock`."""

    subject: str
    name: str
    door: str


class Change(Value):
    """A field before and after; nothing stands for an empty one."""

    field: str
    before: JsonValue = None
    after: JsonValue = None


class Entry(Value):
    """One write to one record."""

    id: UUID
    #: The id of the action or ticket, or the key of a kind or rule.
    about: str
    #: `action`, `ticket`, `kind` or `rule`.
    record: str
    version: int
    at: datetime
    author: Author
    changes: tuple[Change, ...]


def changes_between(before: BaseModel | None, after: BaseModel) -> tuple[Change, ...]:
    """The fields that differ, in the order of the record; without `before` all that are filled."""
    old = _told(before) if before else {}
    new = _told(after)
    fields = [*new, *(field for field in old if field not in new)]
    return tuple(
        Change(field=field, before=old.get(field), after=new.get(field))
        for field in fields
        if old.get(field) != new.get(field)
    )


def _told(record: BaseModel) -> dict[str, JsonValue]:
    filled = record.model_dump(mode="json", exclude=set(UNTOLD))
    return {name: value for name, value in filled.items() if value not in (None, "", [], {})}
