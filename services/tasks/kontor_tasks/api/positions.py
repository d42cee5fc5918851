"""Positions in lists, as cursors carry them."""

from kontor_chassis.http.paging import id_position, read_cursor, write_cursor
from kontor_contracts.tasks.action import Action

from kontor_tasks.model.listing import Position, position_of


def write_position(action: Action) -> str:
    return write_cursor("\n".join(map(str, position_of(action))))


def read_position(cursor: str | None) -> Position | None:
    """The due key and id; InvalidInputError when the cursor was made up."""
    if cursor is None:
        return None
    due_key, _, identity = read_cursor(cursor).rpartition("\n")
    return due_key, id_position(identity)
