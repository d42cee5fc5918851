"""Positions in lists, as cursors carry them."""

from uuid import UUID

from kontor_chassis.http.paging import read_cursor, write_cursor
from kontor_contracts.errors import FieldError, InvalidInputError
from kontor_contracts.tasks.action import Action

from kontor_tasks.model.listing import Position, position_of


def write_position(action: Action) -> str:
    return write_cursor("\n".join(map(str, position_of(action))))


def read_position(cursor: str | None) -> Position | None:
    """The due key and id; InvalidInputError when the cursor was made up."""
    if cursor is None:
        return None
    due_key, _, identity = read_cursor(cursor).rpartition("\n")
    return due_key, _uuid(identity)


def read_id(cursor: str | None) -> UUID | None:
    """The id; InvalidInputError when the cursor was made up."""
    return None if cursor is None else _uuid(read_cursor(cursor))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        wrong = FieldError("cursor", "not-a-cursor", "Use next_cursor of the page before.")
        raise InvalidInputError("the cursor is not one of ours", fields=[wrong]) from error
